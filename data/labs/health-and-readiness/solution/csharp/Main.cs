using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
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
    /// <summary>What the service uses, and whether it can work without.</summary>
    static readonly Dictionary<string, bool> Vital = new Dictionary<string, bool> { { "database", true }, { "cache", false } };

    /// <summary>Milliseconds that each of them may take to answer.</summary>
    const int Patience = 1000;

    static volatile bool draining;

    static async Task<string> Check(string name)
    {
        try
        {
            using (var limit = new CancellationTokenSource(Patience))
                await Backends.PingAsync(name, limit.Token);
            return "up";
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("No answer of the " + name);
            return "timeout";
        }
        catch (IOException error)
        {
            Console.Error.WriteLine(error.Message);
            return "down";
        }
    }

    static async Task<Answer> Readiness()
    {
        // All are asked before the first answer is waited for, so that two that are stuck take one second, not two.
        var names = Vital.Keys.ToList();
        var results = await Task.WhenAll(names.Select(Check));
        var checks = names.Zip(results, (name, result) => new { name, result }).ToDictionary(pair => pair.name, pair => pair.result);
        var works = names.All(name => checks[name] == "up" || !Vital[name]);
        var status = draining ? "draining" : works ? "ready" : "not ready";
        var content = new Dictionary<string, object> { { "status", status }, { "checks", checks } };
        return new Answer(status == "ready" ? 200 : 503, content);
    }

    static async Task<Answer> Handle(string method, string path, string body)
    {
        if (method == "PUT" && path.StartsWith("/simulate/", StringComparison.Ordinal))
            return new Answer(Backends.Simulate(path.Substring("/simulate/".Length), body) ? 204 : 400);
        switch (method + " " + path)
        {
            case "GET /livez":
                return new Answer(200, new Dictionary<string, object> { { "status", "ok" } });
            case "GET /readyz":
                return await Readiness();
            case "POST /drain":
                draining = true;
                return new Answer(202, new Dictionary<string, object> { { "status", "draining" } });
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
                Console.Error.WriteLine(error);
                answer = new Answer(500, new Dictionary<string, object> { { "error", "Something went wrong." } });
            }
            context.Response.Headers["Cache-Control"] = "no-store";
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
