using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

internal sealed class HttpError : Exception
{
    public HttpError(int status, string message) : base(message)
    {
        Status = status;
    }

    public int Status { get; }
}

internal sealed class Upload
{
    public string Id { get; set; }

    public string Name { get; set; }

    public string Type { get; set; }

    public int Size { get; set; }
}

internal sealed class App
{
    private readonly string folder;
    private readonly int maxBytes;

    /// <summary>By id, which is the name in the folder.</summary>
    private readonly ConcurrentDictionary<string, Upload> files = new ConcurrentDictionary<string, Upload>();

    public App(string folder, int maxBytes)
    {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    public void Answer(HttpListenerContext context)
    {
        try
        {
            var method = context.Request.HttpMethod;
            var path = context.Request.RawUrl.Split('?')[0];
            if (path == "/files" && method == "GET")
            {
                SendJson(context, 200, new { files = files.Values });
            }
            else if (path == "/files" && method == "POST")
            {
                Receive(context);
            }
            else if (path.StartsWith("/files/", StringComparison.Ordinal) && method == "GET")
            {
                Download(context, path.Substring("/files/".Length));
            }
            else
            {
                throw new HttpError(404, "There is nothing here.");
            }
        }
        catch (HttpError error)
        {
            // Closing spares us the rest of a body that nobody wants.
            context.Response.KeepAlive = false;
            SendJson(context, error.Status, new { error = error.Message });
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    private void Receive(HttpListenerContext context)
    {
        var name = context.Request.QueryString["name"] ?? "";
        CheckName(name);
        var bytes = ReadBody(context.Request);
        var type = TypeOf(bytes);
        // TODO: an id of its own for each upload.
        var id = "TODO";
        File.WriteAllBytes(Path.Combine(folder, id), bytes);
        var file = new Upload { Id = id, Name = name, Type = type, Size = bytes.Length };
        files[id] = file;
        context.Response.AddHeader("Location", "/files/" + id);
        SendJson(context, 201, file);
    }

    private void Download(HttpListenerContext context, string id)
    {
        if (!files.TryGetValue(id, out var file))
        {
            throw new HttpError(404, "There is no such file.");
        }
        // TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
        Send(context, 200, file.Type, File.ReadAllBytes(Path.Combine(folder, file.Id)));
    }

    /// <exception cref="HttpError">400 for a name that is not safe in a header, or somewhere else.</exception>
    private static void CheckName(string name)
    {
        // TODO
    }

    /// <summary>What the bytes are.</summary>
    /// <exception cref="HttpError">415 if they are nothing that we take.</exception>
    private static string TypeOf(byte[] bytes)
    {
        // TODO: look at the first bytes.
        return "application/octet-stream";
    }

    /// <summary>The whole body.</summary>
    /// <exception cref="HttpError">413 as soon as it is clear that it is too large.</exception>
    private byte[] ReadBody(HttpListenerRequest request)
    {
        // TODO: do not wait if the length is announced, and stop if it is not.
        using (var body = new MemoryStream())
        {
            request.InputStream.CopyTo(body);
            return body.ToArray();
        }
    }

    private static void SendJson(HttpListenerContext context, int status, object body)
    {
        Send(context, status, "application/json", Encoding.UTF8.GetBytes(Json.Print(body)));
    }

    private static void Send(HttpListenerContext context, int status, string type, byte[] bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Close(bytes, false);
    }
}

internal static class Program
{
    private static void Main()
    {
        var app = new App(
            Environment.GetEnvironmentVariable("DATA_DIR"), int.Parse(Environment.GetEnvironmentVariable("MAX_BYTES")));
        var listener = new HttpListener();
        listener.Prefixes.Add("http://" + Environment.GetEnvironmentVariable("HOST") + ":" + Environment.GetEnvironmentVariable("PORT") + "/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => app.Answer(context));
        }
    }
}
