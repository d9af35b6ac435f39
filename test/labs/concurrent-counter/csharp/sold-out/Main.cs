using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
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

    /// <summary>One lock per counter, so that different counters do not wait for each other. Unlike a lock block, it may hold an await.</summary>
    static readonly ConcurrentDictionary<string, SemaphoreSlim> Locks = new ConcurrentDictionary<string, SemaphoreSlim>();

    /// <summary>Runs a task while no other one runs for this counter.</summary>
    static async Task<Answer> Exclusively(string name, Func<Task<Answer>> task)
    {
        var gate = Locks.GetOrAdd(name, unused => new SemaphoreSlim(1));
        await gate.WaitAsync();
        try
        {
            return await task();
        }
        finally
        {
            gate.Release();
        }
    }

    static async Task<Answer> Handle(string method, string path, string body)
    {
        var route = Route.Match(path);
        if (!route.Success) return Answer.Error(404, "There is nothing here.");
        var name = route.Groups[1].Value;
        switch (method + " " + route.Groups[2].Value)
        {
            case "GET ":
                return Answer.Of(name, await Store.ReadAsync(name));
            case "PUT ":
                return await Put(name, body);
            case "POST increment":
                return await Exclusively(name, () => Add(name, 1));
            case "POST decrement":
                if (await Store.ReadAsync(name) == 0) return Answer.Error(409, "Nothing is left.");
                return await Exclusively(name, () => Add(name, -1));
            default:
                return Answer.Error(405, "This method does not work here.");
        }
    }

    static async Task<Answer> Put(string name, string text)
    {
        int value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || value > 1000000)
            return Answer.Error(400, "The body must be a whole number from 0 to 1000000.");
        return await Exclusively(name, async () =>
        {
            await Store.WriteAsync(name, value);
            return Answer.Of(name, value);
        });
    }

    static async Task<Answer> Add(string name, int change)
    {
        var value = await Store.ReadAsync(name) + change;
        await Store.WriteAsync(name, value);
        return Answer.Of(name, value);
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
