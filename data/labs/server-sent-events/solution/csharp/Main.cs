using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;

static class Program
{
    const int MaxMessage = 64 * 1024;

    static readonly Channel Channel = new Channel(new History(Environment.GetEnvironmentVariable("DATA_DIR")));

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
            // A thread of its own: streams go on for a long time.
            new Thread(() => Respond(context)) { IsBackground = true }.Start();
        }
    }

    static void Respond(HttpListenerContext context)
    {
        try
        {
            switch (context.Request.HttpMethod + " " + context.Request.Url.AbsolutePath)
            {
                case "POST /messages":
                    Post(context);
                    break;
                case "GET /events":
                    Stream(context);
                    break;
                default:
                    context.Response.StatusCode = 404;
                    break;
            }
            context.Response.Close();
        }
        catch (Exception)
        {
            // The client is gone.
            context.Response.Abort();
        }
    }

    static void Post(HttpListenerContext context)
    {
        var characters = new char[MaxMessage + 1];
        int count;
        using (var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8))
            count = reader.ReadBlock(characters, 0, characters.Length);
        if (count > MaxMessage)
        {
            context.Response.StatusCode = 413;
            return;
        }
        var message = Channel.Publish(new string(characters, 0, count));
        var data = Encoding.UTF8.GetBytes("{\"id\":" + message.Id + "}");
        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = data.Length;
        context.Response.OutputStream.Write(data, 0, data.Length);
    }

    static void Stream(HttpListenerContext context)
    {
        long last;
        var returns = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out last);
        var queue = Channel.Join(returns ? last : (long?)null);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["Cache-Control"] = "no-cache";
            context.Response.SendChunked = true;
            Send(context, ": welcome\n\n");
            while (!queue.IsCompleted)
            {
                Message message;
                // A comment finds out whether the client is still there, and shows proxies that the connection is in use.
                Send(context, queue.TryTake(out message, TimeSpan.FromSeconds(15)) ? Event(message) : ": still here\n\n");
            }
        }
        finally
        {
            Channel.Leave(queue);
        }
    }

    static void Send(HttpListenerContext context, string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        context.Response.OutputStream.Write(data, 0, data.Length);
        context.Response.OutputStream.Flush();
    }

    static string Event(Message message)
    {
        var lines = message.Text.Split(new[] { "\r\n", "\r", "\n" }, StringSplitOptions.None);
        return "id: " + message.Id + "\n" + string.Concat(lines.Select(line => "data: " + line + "\n")) + "\n";
    }
}
