using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;

static class Program
{
    /// <summary>TODO: it is all gone when the program ends. Keep it in files below DATA_DIR.</summary>
    static readonly ConcurrentDictionary<string, byte[]> Values = new ConcurrentDictionary<string, byte[]>();

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

    static void Respond(HttpListenerContext context)
    {
        try
        {
            Handle(context.Request, context.Response);
            context.Response.Close();
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    static void Handle(HttpListenerRequest request, HttpListenerResponse response)
    {
        // As it was sent: `request.Url` has undone part of the percent-encoding.
        var path = request.RawUrl;
        if (path == "/keys")
        {
            var keys = Values.Keys.OrderBy(name => name, StringComparer.Ordinal).ToList();
            Send(response, "application/json", Encoding.UTF8.GetBytes(Json.Print(keys)));
            return;
        }
        // TODO: in the path the key is percent-encoded.
        var key = path.StartsWith("/keys/", StringComparison.Ordinal) ? path.Substring("/keys/".Length) : "";
        byte[] value;
        switch (request.HttpMethod)
        {
            case "GET":
                if (Values.TryGetValue(key, out value)) Send(response, "application/octet-stream", value);
                else response.StatusCode = 404;
                break;
            case "PUT":
                var memory = new MemoryStream();
                request.InputStream.CopyTo(memory);
                response.StatusCode = Values.ContainsKey(key) ? 204 : 201;
                Values[key] = memory.ToArray();
                break;
            // TODO: DELETE
            default:
                response.StatusCode = 405;
                break;
        }
    }

    static void Send(HttpListenerResponse response, string type, byte[] body)
    {
        response.ContentType = type;
        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body, 0, body.Length);
    }
}
