using System;
using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

/// <summary>A status, and JSON.</summary>
class Answer
{
    public int Status;
    public string Json;

    public static Answer Of(string name, long value)
    {
        return new Answer { Status = 200, Json = "{\"name\":\"" + name + "\",\"value\":" + value + "}" };
    }

    public static Answer Error(int status, string message)
    {
        return new Answer { Status = status, Json = "{\"error\":\"" + message + "\"}" };
    }
}

static class Program
{
    static readonly Regex Route = new Regex(@"\A/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?\z");

    static async Task<Answer> Increment(string name)
    {
        // TODO: fifty of these at once must still add fifty.
        var value = await Store.ReadAsync(name) + 1;
        await Store.WriteAsync(name, value);
        return Answer.Of(name, value);
    }

    static async Task<Answer> Handle(string method, string path, string body)
    {
        var route = Route.Match(path);
        if (!route.Success) return Answer.Error(404, "There is nothing here.");
        var name = route.Groups[1].Value;
        var action = route.Groups[2].Value;
        if (method == "GET" && action == "") return Answer.Of(name, await Store.ReadAsync(name));
        if (method == "POST" && action == "increment") return await Increment(name);
        // TODO: POST …/decrement, with 409 when there is nothing left.
        // TODO: PUT, with 400 for a body that is no whole number.
        return Answer.Error(405, "This method does not work here.");
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
            var answer = Answer.Error(500, "Something went wrong.");
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
            }
            var data = Encoding.UTF8.GetBytes(answer.Json);
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength64 = data.Length;
            context.Response.OutputStream.Write(data, 0, data.Length);
            context.Response.Close();
        }
        catch (Exception)
        {
            // The client is gone: nobody is left to answer.
            context.Response.Abort();
        }
    }
}
