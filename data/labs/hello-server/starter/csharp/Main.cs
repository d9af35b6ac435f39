using System;
using System.Net;
using System.Threading.Tasks;

public static class Program
{
    public static void Main()
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://{Environment.GetEnvironmentVariable("HOST")}:{Environment.GetEnvironmentVariable("PORT")}/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => Answer(context));
        }
    }

    private static void Answer(HttpListenerContext context)
    {
        // TODO: look at context.Request.HttpMethod and context.Request.Url, and answer accordingly.
        context.Response.StatusCode = 501;
        context.Response.Close();
    }
}
