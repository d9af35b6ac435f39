using System;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

static class Program
{
    static readonly Regex Milliseconds = new Regex(@"\A[0-9]{1,5}\z");

    static void Main()
    {
        // TODO: Signals.Catch() and Signals.Wait() tell you of SIGTERM and SIGINT. Then take no new connections, finish what runs, and
        // Signals.End(0); or Signals.End(1) when that takes longer than GRACE_MS (in the environment) milliseconds.
        var listener = new HttpListener();
        var host = Environment.GetEnvironmentVariable("HOST");
        var port = Environment.GetEnvironmentVariable("PORT");
        listener.Prefixes.Add("http://" + host + ":" + port + "/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => Respond(context));
        }
    }

    static async Task Respond(HttpListenerContext context)
    {
        try
        {
            await Handle(context);
            context.Response.Close();
        }
        catch (Exception)
        {
            // The client is gone: nobody is left to answer.
            context.Response.Abort();
        }
    }

    static Task Handle(HttpListenerContext context)
    {
        switch (context.Request.Url.AbsolutePath)
        {
            case "/":
                return Answer(context.Response, 200, "ready\n");
            case "/work":
                return Work(context);
            default:
                return Answer(context.Response, 404, "There is nothing here.\n");
        }
    }

    static async Task Work(HttpListenerContext context)
    {
        var text = context.Request.QueryString["ms"] ?? "";
        if (!Milliseconds.IsMatch(text) || int.Parse(text) > 60000)
        {
            await Answer(context.Response, 400, "ms must be a number from 0 to 60000.\n");
            return;
        }
        await Task.Delay(int.Parse(text));
        await Answer(context.Response, 200, "done\n");
    }

    static Task Answer(HttpListenerResponse response, int status, string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        response.StatusCode = status;
        response.ContentType = "text/plain";
        response.ContentLength64 = data.Length;
        return response.OutputStream.WriteAsync(data, 0, data.Length);
    }
}
