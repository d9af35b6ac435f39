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

internal sealed class Note
{
    public int Id { get; set; }

    public string Text { get; set; }
}

internal sealed class App
{
    private static readonly string[] SafeMethods = { "GET", "HEAD", "OPTIONS", "POST" };

    private readonly HashSet<string> allowedOrigins =
        new HashSet<string>(Environment.GetEnvironmentVariable("ALLOWED_ORIGINS").Split(','), StringComparer.Ordinal);

    private readonly List<Note> notes = new List<Note>();

    public void Answer(HttpListenerContext context)
    {
        try
        {
            ApplyCors(context);
            if (context.Request.HttpMethod == "OPTIONS")
            {
                Send(context, 204, null);
                return;
            }
            switch (context.Request.HttpMethod + " " + context.Request.Url.AbsolutePath)
            {
                case "GET /notes":
                    ListNotes(context);
                    break;
                case "POST /notes":
                    AddNote(context);
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

    /// <summary>Sets what every answer needs.</summary>
    /// <exception cref="HttpError">403 for a write that a stranger's page has sent.</exception>
    private void ApplyCors(HttpListenerContext context)
    {
        var origin = context.Request.Headers["Origin"];
        var method = context.Request.HttpMethod;
        var response = context.Response;
        response.AddHeader("Vary", "Origin");
        if (origin != null && allowedOrigins.Contains(origin))
        {
            response.AddHeader("Access-Control-Allow-Origin", origin);
            response.AddHeader("Access-Control-Allow-Credentials", "true");
            response.AddHeader("Access-Control-Expose-Headers", "Location");
            if (method == "OPTIONS")
            {
                response.AddHeader("Access-Control-Allow-Methods", "GET, POST");
                response.AddHeader("Access-Control-Allow-Headers", "Content-Type");
                response.AddHeader("Access-Control-Max-Age", "7200");
            }
        }
        else if (origin != null && !SafeMethods.Contains(method))
        {
            throw new HttpError(403, "Pages of this origin may not write here.");
        }
    }

    private void ListNotes(HttpListenerContext context)
    {
        Note[] copy;
        lock (notes)
        {
            copy = notes.ToArray();
        }
        Send(context, 200, new { notes = copy });
    }

    private void AddNote(HttpListenerContext context)
    {
        var note = new Note { Text = ReadText(context.Request) };
        lock (notes)
        {
            note.Id = notes.Count + 1;
            notes.Add(note);
        }
        context.Response.AddHeader("Location", "/notes/" + note.Id);
        Send(context, 201, note);
    }

    private static string ReadText(HttpListenerRequest request)
    {
        if (request.ContentLength64 > 10000)
        {
            throw new HttpError(413, "The body is too long.");
        }
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            try
            {
                if (Json.Parse(reader.ReadToEnd()) is IDictionary<string, object> body
                    && body.TryGetValue("text", out var value) && value is string text)
                {
                    return text;
                }
            }
            catch (FormatException)
            {
                throw new HttpError(400, "The body is not JSON.");
            }
        }
        throw new HttpError(400, "A text is needed.");
    }

    private static void Send(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        if (body == null)
        {
            context.Response.Close();
            return;
        }
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(Json.Print(body)), false);
    }
}

internal static class Program
{
    private static void Main()
    {
        var app = new App();
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
