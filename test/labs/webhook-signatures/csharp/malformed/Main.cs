using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
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
    private const int Tolerance = 300;

    private readonly string[] secrets;

    public Verifier(string[] secrets)
    {
        this.secrets = secrets;
    }

    /// <exception cref="HttpError">401 unless the provider has sent just this body, and not long ago.</exception>
    public void Verify(string timestamp, string signature, byte[] body)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (!Regex.IsMatch(timestamp ?? "", "^[0-9]{1,15}\\z") || Math.Abs(now - long.Parse(timestamp)) > Tolerance)
        {
            throw new HttpError(401, "The timestamp is missing or too far away.");
        }
        var signed = Encoding.UTF8.GetBytes(timestamp + ".").Concat(body).ToArray();
        if (!secrets.Any(secret => AreSame(signature ?? "", Sign(secret, signed))))
        {
            throw new HttpError(401, "The signature is wrong.");
        }
    }

    private static string Sign(string secret, byte[] text)
    {
        using (var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret)))
        {
            return "sha256=" + BitConverter.ToString(hmac.ComputeHash(text)).Replace("-", "").ToLowerInvariant();
        }
    }

    /// <summary>Takes the same time wherever they differ; newer versions have CryptographicOperations.FixedTimeEquals.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool AreSame(string one, string other)
    {
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            difference |= one[i] ^ other[i];
        }
        return difference == 0;
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
        throw new HttpError(400, "An event has an id and a type.");
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
        var temporary = Path.Combine(folder, Guid.NewGuid() + ".tmp");
        using (var file = new FileStream(temporary, FileMode.CreateNew))
        {
            file.Write(body, 0, body.Length);
            file.Flush(true);
        }
        var path = Path.Combine(folder, received.Id + ".json");
        try
        {
            File.Move(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // It was here before.
            File.Delete(temporary);
        }
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
