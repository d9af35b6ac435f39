using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;

public static class Program
{
    private static readonly string[] Allowed = { "GET", "HEAD" };

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
        try
        {
            var text = Greeting(context.Request);
            if (text == null)
            {
                Send(context, 404, "Not found\n");
            }
            else if (!Allowed.Contains(context.Request.HttpMethod))
            {
                context.Response.AddHeader("Allow", string.Join(", ", Allowed));
                Send(context, 405, "Method not allowed\n");
            }
            else
            {
                Send(context, 200, text);
            }
        }
        catch (HttpListenerException)
        {
            // The client has gone; the others go on.
        }
    }

    /// <summary>The greeting for a path, or null where there is nothing.</summary>
    private static string Greeting(HttpListenerRequest request)
    {
        switch (request.Url.AbsolutePath)
        {
            case "/":
                return "Hello, world!\n";
            case "/hello":
                return $"Hello, {Parameter(request.Url.Query, "name") ?? "world"}!\n";
            default:
                return null;
        }
    }

    private static string Parameter(string query, string name)
    {
        return query.TrimStart('?')
            .Split('&')
            .Select(field => field.Split(new[] { '=' }, 2))
            .Where(parts => parts.Length == 2 && parts[0] == name)
            .Select(parts => Uri.UnescapeDataString(parts[1].Replace('+', ' ')))
            .FirstOrDefault();
    }

    private static void Send(HttpListenerContext context, int status, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            response.OutputStream.Write(body, 0, body.Length);
        }
        response.Close();
    }
}
