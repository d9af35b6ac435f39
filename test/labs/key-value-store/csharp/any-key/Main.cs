using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

static class Program
{
    const int MaxValue = 1024 * 1024;

    static void Main()
    {
        var store = new Store(Environment.GetEnvironmentVariable("DATA_DIR"));
        var listener = new HttpListener();
        var host = Environment.GetEnvironmentVariable("HOST");
        var port = Environment.GetEnvironmentVariable("PORT");
        listener.Prefixes.Add("http://" + host + ":" + port + "/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => Respond(store, context));
        }
    }

    static void Respond(Store store, HttpListenerContext context)
    {
        try
        {
            try
            {
                Handle(store, context.Request, context.Response);
            }
            catch (IOException error)
            {
                Console.Error.WriteLine(error);
                context.Response.StatusCode = 500;
            }
            context.Response.Close();
        }
        catch (Exception error)
        {
            // The client is gone, or half of an answer is sent already.
            Console.Error.WriteLine(error.Message);
            context.Response.Abort();
        }
    }

    static void Handle(Store store, HttpListenerRequest request, HttpListenerResponse response)
    {
        // As it was sent: `request.Url` has undone part of the percent-encoding.
        var path = request.RawUrl;
        if (path == "/keys")
        {
            if (request.HttpMethod == "GET")
                Send(response, "application/json", Encoding.UTF8.GetBytes(Json.Print(store.Keys())));
            else
                response.StatusCode = 405;
            return;
        }
        var key = path.StartsWith("/keys/", StringComparison.Ordinal) ? path.Substring("/keys/".Length) : "";
        if (key == "")
        {
            response.StatusCode = 404;
            return;
        }
        switch (request.HttpMethod)
        {
            case "GET":
                var found = store.Get(key);
                if (found != null) Send(response, "application/octet-stream", found);
                else response.StatusCode = 404;
                break;
            case "PUT":
                var value = ReadBody(request.InputStream);
                if (value == null) response.StatusCode = 413;
                else response.StatusCode = store.Set(key, value) ? 201 : 204;
                break;
            case "DELETE":
                response.StatusCode = store.Delete(key) ? 204 : 404;
                break;
            default:
                response.StatusCode = 405;
                break;
        }
    }

    /// <summary>Null if the body is too large.</summary>
    static byte[] ReadBody(Stream input)
    {
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = input.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (body.Length + count > MaxValue) return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    static void Send(HttpListenerResponse response, string type, byte[] body)
    {
        response.ContentType = type;
        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body, 0, body.Length);
    }
}
