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
    public long Id { get; set; }
    public string Title { get; set; }
    public string Added { get; set; }
}

internal sealed class Page
{
    public IReadOnlyList<Book> Items { get; set; }
    public string Next { get; set; }
}

/// <summary>A request that is answered with this status and title.</summary>
internal sealed class ProblemException : Exception
{
    public ProblemException(int status, string title)
        : base(title)
    {
        Status = status;
    }

    public int Status { get; }
}

internal static class Program
{
    /// <summary>In no special order. Requests run in threads, so hold the lock while you look at the list.</summary>
    private static readonly List<Book> Books = Enumerable.Range(1, 120)
        .Select(id => new Book { Id = id, Title = "Book " + id, Added = $"2026-03-{id * 7 % 10 + 1:00}" })
        .ToList();

    private static readonly object Gate = new object();
    private static long lastId = Books.Count;

    /// <summary>One page. The arguments are null where the request does not have them.</summary>
    private static Page ListBooks(string limit, string after)
    {
        var size = ParseLimit(limit ?? "20");
        List<Book> books;
        lock (Gate)
        {
            books = Books.ToList();
        }
        if (after != null)
        {
            var start = ParseCursor(after);
            books.RemoveAll(book => Compare(book, start) >= 0);
        }
        books.Sort((a, b) => Compare(b, a));
        // A database would not sort them all: it would use an index on added and id.
        var items = books.Take(size).ToList();
        return new Page { Items = items, Next = books.Count > size ? CursorOf(items.Last()) : null };
    }

    /// <summary>By all that the order depends on, oldest first.</summary>
    private static int Compare(Book a, Book b)
    {
        var byDay = string.CompareOrdinal(a.Added, b.Added);
        return byDay != 0 ? byDay : a.Id.CompareTo(b.Id);
    }

    private static int ParseLimit(string text)
    {
        if (!Regex.IsMatch(text, "^0*[1-9][0-9]{0,8}\\z"))
        {
            throw new ProblemException(400, "The limit must be a whole number from 1 on");
        }
        return Math.Min(int.Parse(text), 100);
    }

    /// <summary>The place of a book in the order; it stays valid when the book is deleted.</summary>
    private static string CursorOf(Book book)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(book.Added + " " + book.Id));
        return text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static Book ParseCursor(string text)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            var decoded = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
            var match = Regex.Match(decoded, "^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,15})\\z");
            if (match.Success)
            {
                return new Book { Added = match.Groups[1].Value, Id = long.Parse(match.Groups[2].Value) };
            }
        }
        finally
        {
        }
        throw new ProblemException(400, "The cursor is not one of ours");
    }

    private static Book AddBook(Dictionary<string, object> fields)
    {
        lock (Gate)
        {
            var book = new Book { Id = ++lastId, Title = (string)fields["title"], Added = (string)fields["added"] };
            Books.Add(book);
            return book;
        }
    }

    private static void DeleteBook(string path)
    {
        lock (Gate)
        {
            if (Books.RemoveAll(book => path == "/books/" + book.Id) == 0)
            {
                throw new ProblemException(404, "There is nothing at " + path);
            }
        }
    }

    private static void Answer(HttpListenerContext context)
    {
        var request = context.Request;
        var path = request.Url.AbsolutePath;
        if (path == "/books" && request.HttpMethod == "GET")
        {
            Send(context, 200, ListBooks(request.QueryString["limit"], request.QueryString["after"]), "application/json");
        }
        else if (path == "/books" && request.HttpMethod == "POST")
        {
            using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
            {
                var fields = (Dictionary<string, object>)Json.Parse(reader.ReadToEnd());
                Send(context, 201, AddBook(fields), "application/json");
            }
        }
        else if (request.HttpMethod == "DELETE")
        {
            DeleteBook(path);
            context.Response.StatusCode = 204;
        }
        else
        {
            throw new ProblemException(404, "There is nothing at " + path);
        }
    }

    private static void Send(HttpListenerContext context, int status, object value, string type)
    {
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
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
            catch (ProblemException problem)
            {
                Send(context, problem.Status, new { title = problem.Message, status = problem.Status }, "application/problem+json");
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
