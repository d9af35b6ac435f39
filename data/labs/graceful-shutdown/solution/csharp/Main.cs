using System;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

static class Program
{
    static readonly Regex Milliseconds = new Regex(@"\A[0-9]{1,5}\z");

    /// <summary>Requests that run, and one for the server itself as long as it listens.</summary>
    static readonly CountdownEvent Running = new CountdownEvent(1);

    static void Main()
    {
        Signals.Catch();
        var listener = new HttpListener();
        var host = Environment.GetEnvironmentVariable("HOST");
        var port = Environment.GetEnvironmentVariable("PORT");
        var prefix = "http://" + host + ":" + port + "/";
        listener.Prefixes.Add(prefix);
        listener.Start();
        Task.Factory.StartNew(() => Accept(listener), TaskCreationOptions.LongRunning);

        Signals.Wait();
        // Closes the socket that listens. Stop() would close the connections of running requests too.
        listener.Prefixes.Remove(prefix);
        Running.Signal();
        var finished = Running.Wait(int.Parse(Environment.GetEnvironmentVariable("GRACE_MS")));
        Signals.End(finished ? 0 : 1);
    }

    static void Accept(HttpListener listener)
    {
        while (true)
        {
            var context = listener.GetContext();
            // False once the last one has ended: too late for another.
            if (Running.TryAddCount()) Task.Run(() => Respond(context));
            else context.Response.Abort();
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
        finally
        {
            Running.Signal();
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
