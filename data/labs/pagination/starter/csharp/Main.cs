using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
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
        // TODO: order the books, look at limit and after, and say in Next where the following page begins.
        // throw new ProblemException(400, "…") answers with a problem document.
        lock (Gate)
        {
            return new Page { Items = Books.ToList(), Next = null };
        }
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
