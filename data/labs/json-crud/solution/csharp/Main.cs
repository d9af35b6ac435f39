using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

internal sealed class Book
{
    public Book(long id, string title, string author)
    {
        Id = id;
        Title = title;
        Author = author;
    }

    public long Id { get; }
    public string Title { get; }
    public string Author { get; }
}

/// <summary>What a client may say of a book.</summary>
internal sealed class Fields
{
    public string Title { get; set; }
    public string Author { get; set; }
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

/// <summary>The books, for many threads at a time.</summary>
internal sealed class Shelf
{
    private readonly object gate = new object();
    private readonly SortedDictionary<long, Book> books = new SortedDictionary<long, Book>();
    private long lastId;

    /// <summary>In the order in which they were added, since ids only go up.</summary>
    public IReadOnlyList<Book> All()
    {
        lock (gate)
        {
            return books.Values.ToList();
        }
    }

    public Book Add(Fields fields)
    {
        lock (gate)
        {
            return Put(++lastId, fields);
        }
    }

    public Book Get(long id)
    {
        lock (gate)
        {
            return Known(id);
        }
    }

    public Book Replace(long id, Fields fields)
    {
        lock (gate)
        {
            Known(id);
            return Put(id, fields);
        }
    }

    public void Delete(long id)
    {
        lock (gate)
        {
            Known(id);
            books.Remove(id);
        }
    }

    private Book Put(long id, Fields fields)
    {
        return books[id] = new Book(id, fields.Title, fields.Author);
    }

    private Book Known(long id)
    {
        Book book;
        return books.TryGetValue(id, out book) ? book : throw new RefusedException(404, "There is no book " + id);
    }
}

internal static class Program
{
    private static readonly Shelf Shelf = new Shelf();

    private static void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url.AbsolutePath;
        var one = Regex.Match(path, "^/books/([1-9][0-9]{0,14})\\z");
        if (path == "/books")
        {
            Collection(context);
        }
        else if (one.Success)
        {
            One(context, long.Parse(one.Groups[1].Value));
        }
        else
        {
            throw new RefusedException(404, "There is nothing at " + path);
        }
    }

    private static void Collection(HttpListenerContext context)
    {
        switch (context.Request.HttpMethod)
        {
            case "GET":
                Send(context, 200, Shelf.All());
                break;
            case "POST":
                var book = Shelf.Add(ReadBook(context.Request));
                context.Response.AddHeader("Location", "/books/" + book.Id);
                Send(context, 201, book);
                break;
            default:
                NotAllowed(context, "GET, POST");
                break;
        }
    }

    private static void One(HttpListenerContext context, long id)
    {
        switch (context.Request.HttpMethod)
        {
            case "GET":
                Send(context, 200, Shelf.Get(id));
                break;
            case "PUT":
                Send(context, 200, Shelf.Replace(id, ReadBook(context.Request)));
                break;
            case "DELETE":
                Shelf.Delete(id);
                Send(context, 204, null);
                break;
            default:
                NotAllowed(context, "GET, PUT, DELETE");
                break;
        }
    }

    /// <summary>Title and author from the body, and nothing else that may be in it.</summary>
    private static Fields ReadBook(HttpListenerRequest request)
    {
        object title = null, author = null;
        try
        {
            var body = Json.Parse(ReadText(request)) as Dictionary<string, object>;
            body?.TryGetValue("title", out title);
            body?.TryGetValue("author", out author);
        }
        catch (FormatException e)
        {
            throw new RefusedException(400, "The body is not JSON: " + e.Message);
        }
        if (!(title is string) || !(author is string))
        {
            throw new RefusedException(400, "A book needs a title and an author, both text");
        }
        return new Fields { Title = (string)title, Author = (string)author };
    }

    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    private static void NotAllowed(HttpListenerContext context, string allow)
    {
        context.Response.AddHeader("Allow", allow);
        Send(context, 405, new { error = "Only " + allow + " are allowed here" });
    }

    /// <summary>Answers with JSON; without a body where the status is 204.</summary>
    private static void Send(HttpListenerContext context, int status, object value)
    {
        context.Response.StatusCode = status;
        if (status == 204)
        {
            return;
        }
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.ContentType = "application/json; charset=utf-8";
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
