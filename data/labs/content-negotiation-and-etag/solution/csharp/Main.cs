using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
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
        var form = ChooseForm(context.Request.Headers["Accept"] ?? "*/*");
        var body = form.Print(prices);
        var tag = TagOf(body);
        context.Response.AddHeader("ETag", tag);
        context.Response.AddHeader("Vary", "Accept");
        if (Lists(context.Request.Headers["If-None-Match"] ?? "", tag, true))
        {
            context.Response.StatusCode = 304;
        }
        else
        {
            Send(context, 200, body, form.Type);
        }
    }

    private static void PutPrices(HttpListenerContext context)
    {
        var wanted = context.Request.Headers["If-Match"];
        if (wanted == null)
        {
            throw new RefusedException(428, "Say in If-Match which version you have read");
        }
        var list = ReadPrices(context.Request);
        lock (Gate)
        {
            if (!Lists(wanted, TagOf(JsonForm.Print(prices)), false))
            {
                throw new RefusedException(412, "The list has changed since you read it");
            }
            prices = list;
        }
        var body = JsonForm.Print(list);
        context.Response.AddHeader("ETag", TagOf(body));
        Send(context, 200, body, JsonForm.Type);
    }

    /// <summary>The form with the highest weight; the first one of those that are equal.</summary>
    private static Form ChooseForm(string accept)
    {
        var weights = ParseAccept(accept);
        Form best = null;
        var highest = 0.0;
        foreach (var form in Forms)
        {
            var ranges = new[] { form.Type, form.Type.Split('/')[0] + "/*", "*/*" };
            var range = ranges.FirstOrDefault(weights.ContainsKey);
            if (range != null && weights[range] > highest)
            {
                best = form;
                highest = weights[range];
            }
        }
        return best ?? throw new RefusedException(406, "There is only " + string.Join(" and ", Forms.Select(form => form.Type)));
    }

    /// <summary>Media range to weight.</summary>
    private static Dictionary<string, double> ParseAccept(string accept)
    {
        var weights = new Dictionary<string, double>();
        foreach (var part in accept.ToLowerInvariant().Split(','))
        {
            var pieces = part.Split(';').Select(piece => piece.Trim()).ToList();
            var parameter = pieces.Skip(1).FirstOrDefault(piece => piece.StartsWith("q=", StringComparison.Ordinal));
            weights[pieces[0]] = parameter == null ? 1 : ParseWeight(parameter.Substring(2));
        }
        return weights;
    }

    private static double ParseWeight(string text)
    {
        return Regex.IsMatch(text, "^[01](\\.[0-9]*)?\\z") ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    private static string TagOf(string body)
    {
        using (var sha = SHA256.Create())
        {
            var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(body));
            return "\"" + BitConverter.ToString(hash, 0, 16).Replace("-", "").ToLowerInvariant() + "\"";
        }
    }

    /// <summary>Whether a header lists an ETag. Weak ones count only where that is enough.</summary>
    private static bool Lists(string header, string tag, bool weak)
    {
        return Regex.Matches(header, "\\*|(?:W/)?\"[^\"]*\"")
            .Cast<Match>()
            .Any(one => one.Value == "*" || one.Value == tag || (weak && one.Value == "W/" + tag));
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
