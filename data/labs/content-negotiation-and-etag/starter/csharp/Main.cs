using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;

internal sealed class Price
{
    public Price(string name, long cents)
    {
        Name = name;
        Cents = cents;
    }

    public string Name { get; }
    public long Cents { get; }
}

internal sealed class Form
{
    public Form(string type, Func<IReadOnlyList<Price>, string> print)
    {
        Type = type;
        Print = print;
    }

    public string Type { get; }
    public Func<IReadOnlyList<Price>, string> Print { get; }
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

internal static class Program
{
    private static readonly Form JsonForm = new Form("application/json", Json.Print);
    private static readonly Form CsvForm = new Form("text/csv", ToCsv);

    /// <summary>In the order in which they are preferred where the client does not mind.</summary>
    private static readonly Form[] Forms = { JsonForm, CsvForm };

    /// <summary>Whoever compares the prices first and replaces them then has to hold this lock.</summary>
    private static readonly object Gate = new object();

    /// <summary>Never changed, only replaced by another list.</summary>
    private static volatile IReadOnlyList<Price> prices = new[] { new Price("Assam", 450), new Price("Sencha", 720) };

    private static void GetPrices(HttpListenerContext context)
    {
        // TODO: choose the form by context.Request.Headers["Accept"], and look at context.Request.Headers["If-None-Match"].
        // throw new RefusedException(406, "…") answers with that status and message.
        Send(context, 200, JsonForm.Print(prices), JsonForm.Type);
    }

    private static void PutPrices(HttpListenerContext context)
    {
        // TODO: look at context.Request.Headers["If-Match"].
        var list = ReadPrices(context.Request);
        prices = list;
        Send(context, 200, JsonForm.Print(list), JsonForm.Type);
    }

    private static string ToCsv(IReadOnlyList<Price> list)
    {
        var text = new StringBuilder("name,cents\r\n");
        foreach (var price in list)
        {
            var isPlain = price.Name.IndexOfAny(new[] { '"', ',', '\r', '\n' }) < 0;
            text.Append(isPlain ? price.Name : "\"" + price.Name.Replace("\"", "\"\"") + "\"");
            text.Append(',').Append(price.Cents).Append("\r\n");
        }
        return text.ToString();
    }

    private static IReadOnlyList<Price> ReadPrices(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            try
            {
                var list = Json.Parse(reader.ReadToEnd()) as List<object>;
                return list?.Select(ToPrice).ToList() ?? throw new RefusedException(422, "The body is not a list of prices");
            }
            catch (FormatException e)
            {
                throw new RefusedException(400, "The body is not JSON: " + e.Message);
            }
        }
    }

    private static Price ToPrice(object value)
    {
        object name = null, cents = null;
        var fields = value as Dictionary<string, object>;
        fields?.TryGetValue("name", out name);
        fields?.TryGetValue("cents", out cents);
        if (!(name is string) || !(cents is long))
        {
            throw new RefusedException(422, "The body is not a list of prices");
        }
        return new Price((string)name, (long)cents);
    }

    private static void Send(HttpListenerContext context, int status, string text, string type)
    {
        var body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body, 0, body.Length);
    }

    private static void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url.AbsolutePath;
        if (path != "/prices")
        {
            throw new RefusedException(404, "There is nothing at " + path);
        }
        switch (context.Request.HttpMethod)
        {
            case "GET":
                GetPrices(context);
                break;
            case "PUT":
                PutPrices(context);
                break;
            default:
                context.Response.AddHeader("Allow", "GET, PUT");
                throw new RefusedException(405, "Only GET and PUT are allowed here");
        }
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
                Send(context, refused.Status, Json.Print(new { error = refused.Message }), "application/json");
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
