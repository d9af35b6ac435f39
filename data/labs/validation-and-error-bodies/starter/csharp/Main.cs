using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

internal static class Program
{
    private static void Answer(HttpListenerContext context)
    {
        // Json.Parse makes Dictionary<string, object>, List<object>, string, long, double and bool of a text, and throws a FormatException.
        var body = Json.Parse(ReadText(context.Request));
        // TODO: look at the path, at the type of the body, and at each field, as the brief says.
        Send(context, 201, body, "application/json");
    }

    /// <summary>The whole body of the request as text.</summary>
    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    /// <summary>Answers with JSON; Json.Print takes dictionaries, lists and objects.</summary>
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
