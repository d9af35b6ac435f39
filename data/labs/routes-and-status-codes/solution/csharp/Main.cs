using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
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

/// <summary>A path, and what each method does there; the match holds the parts of the path.</summary>
internal sealed class Route
{
    public Route(string path, string method, Action<HttpListenerContext, Match> handler)
    {
        Path = new Regex("^" + path + "\\z");
        Methods = new Dictionary<string, Action<HttpListenerContext, Match>> { { method, handler } };
    }

    public Regex Path { get; }
    public Dictionary<string, Action<HttpListenerContext, Match>> Methods { get; }
}

internal static class Program
{
    private static readonly Tea[] Teas = { new Tea(1, "Assam", 450), new Tea(2, "Sencha", 720), new Tea(3, "Rooibos", 390) };

    private static readonly Route[] Routes =
    {
        new Route("/teas", "GET", (context, path) => Send(context, 200, Teas)),
        new Route("/teas/([^/]+)", "GET", (context, path) => ShowTea(context, path.Groups[1].Value)),
        new Route("/orders", "POST", (context, path) => PlaceOrder(context)),
        new Route("/menu", "GET", (context, path) => Moved(context)),
    };

    private static void ShowTea(HttpListenerContext context, string id)
    {
        var tea = Teas.FirstOrDefault(one => one.Id.ToString() == id);
        if (tea != null)
        {
            Send(context, 200, tea);
        }
        else
        {
            Send(context, 404, new { error = "There is no tea " + id });
        }
    }

    private static void PlaceOrder(HttpListenerContext context)
    {
        var order = ReadText(context.Request).Trim();
        if (order == "")
        {
            Send(context, 400, new { error = "Name the tea that you want" });
        }
        else
        {
            Send(context, 201, new { order });
        }
    }

    private static void Moved(HttpListenerContext context)
    {
        context.Response.AddHeader("Location", "/teas");
        Send(context, 301, new { location = "/teas" });
    }

    /// <summary>The path decides about 404, and only then the method about 405.</summary>
    private static void Answer(HttpListenerContext context)
    {
        var method = context.Request.HttpMethod;
        var path = context.Request.Url.AbsolutePath;
        foreach (var route in Routes)
        {
            var match = route.Path.Match(path);
            if (!match.Success)
            {
                continue;
            }
            Action<HttpListenerContext, Match> handler;
            if (route.Methods.TryGetValue(method == "HEAD" ? "GET" : method, out handler))
            {
                handler(context, match);
                return;
            }
            var allowed = route.Methods.ContainsKey("GET") ? route.Methods.Keys.Append("HEAD") : route.Methods.Keys;
            context.Response.AddHeader("Allow", string.Join(", ", allowed));
            Send(context, 405, new { error = method + " is not allowed here" });
            return;
        }
        Send(context, 404, new { error = "There is nothing at " + path });
    }

    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    /// <summary>Answers with JSON; with its headers alone when the request was HEAD.</summary>
    private static void Send(HttpListenerContext context, int status, object value)
    {
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            context.Response.OutputStream.Write(body, 0, body.Length);
        }
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
