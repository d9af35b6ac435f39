using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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

/// <summary>Tells what the provider has sent from what others have.</summary>
internal sealed class Verifier
{
    private readonly string[] secrets;

    public Verifier(string[] secrets)
    {
        this.secrets = secrets;
    }

    /// <exception cref="HttpError">401 unless the provider has sent just this body, and not long ago.</exception>
    public void Verify(string timestamp, string signature, byte[] body)
    {
        // TODO: check them with the secrets. Either may be null.
    }
}

internal sealed class Event
{
    public string Id { get; set; }

    public string Type { get; set; }

    /// <exception cref="HttpError">400 if the text is no event.</exception>
    public static Event Parse(string text)
    {
        object json;
        try
        {
            json = Json.Parse(text);
        }
        catch (FormatException)
        {
            throw new HttpError(400, "The body is not JSON.");
        }
        if (json is IDictionary<string, object> fields
            && fields.TryGetValue("id", out var id) && id is string idText
            && fields.TryGetValue("type", out var type) && type is string typeText)
        {
            return new Event { Id = idText, Type = typeText };
        }
        // TODO: answer 400 to what is no event.
        return null;
    }
}

/// <summary>One file for each event, named after its id.</summary>
internal sealed class Inbox
{
    private readonly string folder;

    public Inbox(string folder)
    {
        this.folder = folder;
    }

    /// <summary>Returns when the event is on disk.</summary>
    public void Store(Event received, byte[] body)
    {
        // TODO: store it once, however often it comes, and so that a crash leaves no half of it.
    }

    public List<Event> Events()
    {
        return Directory.GetFiles(folder, "*.json")
            .Select(file => Event.Parse(File.ReadAllText(file)))
            .OrderBy(stored => stored.Id, StringComparer.Ordinal)
            .ToList();
    }
}

internal sealed class App
{
    private const int MaxBody = 1000000;

    private readonly Verifier verifier;
    private readonly Inbox inbox;

    public App(Verifier verifier, Inbox inbox)
    {
        this.verifier = verifier;
        this.inbox = inbox;
    }

    public void Answer(HttpListenerContext context)
    {
        try
        {
            switch (context.Request.HttpMethod + " " + context.Request.Url.AbsolutePath)
            {
                case "POST /webhooks":
                    Receive(context);
                    break;
                case "GET /events":
                    Send(context, 200, new { events = inbox.Events() });
                    break;
                default:
                    throw new HttpError(404, "There is nothing here.");
            }
        }
        catch (HttpError error)
        {
            Send(context, error.Status, new { error = error.Message });
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    private void Receive(HttpListenerContext context)
    {
        var request = context.Request;
        var body = ReadBody(request);
        verifier.Verify(request.Headers["X-Timestamp"], request.Headers["X-Signature"], body);
        inbox.Store(Event.Parse(Encoding.UTF8.GetString(body)), body);
        context.Response.StatusCode = 204;
        context.Response.Close();
    }

    private static byte[] ReadBody(HttpListenerRequest request)
    {
        if (request.ContentLength64 > MaxBody)
        {
            throw new HttpError(413, "The body is too long.");
        }
        // A length that is not known is -1; such a body is read up to the limit as well.
        using (var body = new MemoryStream())
        {
            var buffer = new byte[8192];
            int read;
            while ((read = request.InputStream.Read(buffer, 0, buffer.Length)) > 0)
            {
                body.Write(buffer, 0, read);
                if (body.Length > MaxBody)
                {
                    throw new HttpError(413, "The body is too long.");
                }
            }
            return body.ToArray();
        }
    }

    private static void Send(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(Json.Print(body)), false);
    }
}

internal static class Program
{
    private static void Main()
    {
        var verifier = new Verifier(Environment.GetEnvironmentVariable("WEBHOOK_SECRETS").Split(','));
        var app = new App(verifier, new Inbox(Environment.GetEnvironmentVariable("DATA_DIR")));
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
