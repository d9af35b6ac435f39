using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

/// <summary>A status, and what is sent as JSON, or null.</summary>
class Answer
{
    public readonly int Status;
    public readonly Dictionary<string, object> Content;

    public Answer(int status, Dictionary<string, object> content = null)
    {
        Status = status;
        Content = content;
    }
}

static class Program
{
    static async Task<Answer> Handle(string method, string path, string body)
    {
        if (method == "PUT" && path.StartsWith("/simulate/", StringComparison.Ordinal))
            return new Answer(Backends.Simulate(path.Substring("/simulate/".Length), body) ? 204 : 400);
        switch (method + " " + path)
        {
            case "GET /readyz":
                // TODO: what if it is down, or says nothing for a long time? And what of the cache?
                await Backends.PingAsync("database");
                var checks = new Dictionary<string, string> { { "database", "up" } };
                return new Answer(200, new Dictionary<string, object> { { "status", "ready" }, { "checks", checks } });
            // TODO: GET /livez and POST /drain
            default:
                return new Answer(404, new Dictionary<string, object> { { "error", "There is nothing here." } });
        }
    }

    static void Main()
    {
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
            Answer answer;
            try
            {
                string body;
                using (var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8))
                    body = await reader.ReadToEndAsync();
                answer = await Handle(context.Request.HttpMethod, context.Request.Url.AbsolutePath, body);
            }
            catch (Exception error) when (!(error is HttpListenerException))
            {
                answer = new Answer(500, new Dictionary<string, object> { { "error", error.Message } });
            }
            context.Response.StatusCode = answer.Status;
            if (answer.Content != null)
            {
                var data = Encoding.UTF8.GetBytes(Json.Print(answer.Content));
                context.Response.ContentType = "application/json";
                context.Response.ContentLength64 = data.Length;
                context.Response.OutputStream.Write(data, 0, data.Length);
            }
            context.Response.Close();
        }
        catch (Exception)
        {
            // The client is gone: nobody is left to answer.
            context.Response.Abort();
        }
    }
}
