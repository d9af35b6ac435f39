using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
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

internal static class Program
{
    private static void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url.AbsolutePath;
        if (path == "/books" && context.Request.HttpMethod == "GET")
        {
            // TODO: all books, in the order in which they were added.
            Send(context, 200, new List<Book> { new Book(1, "An example", "Nobody") });
            return;
        }
        // TODO: POST /books, and GET, PUT and DELETE of /books/{id}. Each request runs in a thread of its own.
        // Json.Parse makes dictionaries, lists and strings of a text, and throws a FormatException.
        Send(context, 404, new { error = "There is nothing at " + path });
    }

    /// <summary>The whole body of the request as text.</summary>
    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    /// <summary>Answers with JSON; without a body where the status is 204. Other headers are set before, with context.Response.</summary>
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
            Answer(context);
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
