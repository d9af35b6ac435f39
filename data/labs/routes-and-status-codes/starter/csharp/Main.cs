using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

internal sealed class Tea
{
    public Tea(int id, string name, int cents)
    {
        Id = id;
        Name = name;
        Cents = cents;
    }

    public int Id { get; }
    public string Name { get; }
    public int Cents { get; }
}

internal static class Program
{
    private static readonly Tea[] Teas = { new Tea(1, "Assam", 450), new Tea(2, "Sencha", 720), new Tea(3, "Rooibos", 390) };

    private static void Answer(HttpListenerContext context)
    {
        // TODO: look at context.Request.HttpMethod and context.Request.Url, and answer as the table in the brief says.
        Send(context, 501, new { error = "Not built yet" });
    }

    /// <summary>The whole body of the request as text.</summary>
    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    /// <summary>Answers with JSON. Other headers are set before, with context.Response.</summary>
    private static void Send(HttpListenerContext context, int status, object value)
    {
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        // TODO: no body when the request was HEAD.
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
