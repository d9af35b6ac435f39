using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;

static class Program
{
    static readonly History History = new History(Environment.GetEnvironmentVariable("DATA_DIR"));

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
        string text;
        using (var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8)) text = reader.ReadToEnd();
        Message message;
        lock (History) message = History.Append(text);
        // TODO: hand it to everybody who is connected.
        var data = Encoding.UTF8.GetBytes("{\"id\":" + message.Id + "}");
        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = data.Length;
        context.Response.OutputStream.Write(data, 0, data.Length);
    }

    static void Stream(HttpListenerContext context)
    {
        // TODO: the headers of an event stream, at once; what was missed since the header Last-Event-ID; then what is new, as long as the
        // client stays. Set SendChunked to true, and flush the OutputStream after each event.
        context.Response.StatusCode = 501;
    }
}
