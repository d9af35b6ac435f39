using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;

/// <summary>An order or a refund.</summary>
internal sealed class Entry
{
    public string Kind { get; set; }
    public long Id { get; set; }
    public string Item { get; set; }
    public long Quantity { get; set; }

    public static Entry Of(Dictionary<string, object> fields)
    {
        return new Entry
        {
            Kind = (string)fields["kind"],
            Id = (long)fields["id"],
            Item = (string)fields["item"],
            Quantity = (long)fields["quantity"],
        };
    }
}

/// <summary>A request that is answered with this status and message.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException(int status, string message)
        : base(message)
    {
        Status = status;
    }

    public int Status { get; }
}

/// <summary>All entries, oldest first, in memory and in a file. Requests run in threads, so each method holds the lock.</summary>
internal sealed class Entries
{
    private readonly object gate = new object();
    private readonly string file;
    private readonly List<Entry> entries = new List<Entry>();

    public Entries(string file)
    {
        this.file = file;
        if (File.Exists(file))
        {
            var list = (List<object>)Json.Parse(File.ReadAllText(file));
            entries.AddRange(list.Select(entry => Entry.Of((Dictionary<string, object>)entry)));
        }
    }

    public IReadOnlyList<Entry> OfKind(string kind)
    {
        lock (gate)
        {
            return entries.Where(entry => entry.Kind == kind).ToList();
        }
    }

    /// <summary>Makes an entry.</summary>
    public Entry Create(string kind, string item, long quantity)
    {
        // TODO: take the key of the request too, and make just one entry for each key.
        lock (gate)
        {
            var entry = new Entry { Kind = kind, Id = OfKind(kind).Count + 1, Item = item, Quantity = quantity };
            Store(entry);
            return entry;
        }
    }

    /// <summary>The file is replaced as a whole, so a crash leaves the old or the new one.</summary>
    private void Store(Entry entry)
    {
        var copy = file + ".new";
        using (var stream = File.Create(copy))
        {
            var bytes = Encoding.UTF8.GetBytes(Json.Print(entries.Append(entry)));
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(true);
        }
        if (File.Exists(file))
        {
            File.Replace(copy, file, null);
        }
        else
        {
            File.Move(copy, file);
        }
        entries.Add(entry);
    }
}

internal static class Program
{
    private static readonly Entries Entries =
        new Entries(Path.Combine(Environment.GetEnvironmentVariable("DATA_DIR"), "entries.json"));

    private static void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url.AbsolutePath;
        if (path != "/orders" && path != "/refunds")
        {
            throw new RefusedException(404, "There is nothing at " + path);
        }
        var kind = path.Substring(1);
        switch (context.Request.HttpMethod)
        {
            case "GET":
                Send(context, 200, Entries.OfKind(kind).Select(Visible));
                break;
            case "POST":
                // TODO: the key is in context.Request.Headers["Idempotency-Key"].
                var entry = CreateEntry(kind, context.Request);
                context.Response.AddHeader("Location", path + "/" + entry.Id);
                Send(context, 201, Visible(entry));
                break;
            default:
                context.Response.AddHeader("Allow", "GET, POST");
                throw new RefusedException(405, "Only GET and POST are allowed here");
        }
    }

    private static Entry CreateEntry(string kind, HttpListenerRequest request)
    {
        object item = null, quantity = null;
        try
        {
            var body = Json.Parse(ReadText(request)) as Dictionary<string, object>;
            body?.TryGetValue("item", out item);
            body?.TryGetValue("quantity", out quantity);
        }
        catch (FormatException e)
        {
            throw new RefusedException(400, "The body is not JSON: " + e.Message);
        }
        if (!(item is string name) || name == "" || !(quantity is long count) || count < 1)
        {
            throw new RefusedException(422, "An item must be a text, and a quantity a whole number from 1 on");
        }
        return Entries.Create(kind, name, count);
    }

    /// <summary>What clients see of an entry.</summary>
    private static object Visible(Entry entry)
    {
        return new { entry.Id, entry.Item, entry.Quantity };
    }

    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    private static void Send(HttpListenerContext context, int status, object value)
    {
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body, 0, body.Length);
    }

    private static void Serve(HttpListenerContext context)
    {
        try
        {
            try
            {
                Answer(context);
            }
            catch (RefusedException refused)
            {
                Send(context, refused.Status, new { error = refused.Message });
            }
            context.Response.Close();
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            context.Response.Abort();
        }
    }

    private static void Main()
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://{Environment.GetEnvironmentVariable("HOST")}:{Environment.GetEnvironmentVariable("PORT")}/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => Serve(context));
        }
    }
}
