using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Tasks;

internal struct Taken
{
    public bool IsAllowed;

    public int Remaining;

    /// <summary>In seconds; means something only if there was no token.</summary>
    public int RetryAfter;
}

internal sealed class TokenBuckets
{
    private readonly double secondsPerToken;

    public TokenBuckets(int size, double secondsPerToken)
    {
        Size = size;
        this.secondsPerToken = secondsPerToken;
    }

    public int Size { get; }

    /// <summary>Takes a token, if there is one.</summary>
    public Taken Take(string client)
    {
        // TODO: remember tokens and time for each client; work out how many have come back since.
        return new Taken { IsAllowed = true, Remaining = Size, RetryAfter = 0 };
    }
}

internal sealed class App
{
    private readonly TokenBuckets buckets;
    private readonly HashSet<string> apiKeys;

    public App(TokenBuckets buckets, IEnumerable<string> apiKeys)
    {
        this.buckets = buckets;
        this.apiKeys = new HashSet<string>(apiKeys, StringComparer.Ordinal);
    }

    public void Answer(HttpListenerContext context)
    {
        try
        {
            switch (context.Request.HttpMethod + " " + context.Request.Url.AbsolutePath)
            {
                case "GET /quotes":
                    Limited(context, () => Send(context, 200, new { quote = "Well begun is half done." }));
                    break;
                case "GET /health":
                    Send(context, 200, new { status = "ok" });
                    break;
                default:
                    Send(context, 404, new { error = "There is nothing here." });
                    break;
            }
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    /// <summary>Puts the limit in front of a route.</summary>
    private void Limited(HttpListenerContext context, Action route)
    {
        var taken = buckets.Take(ClientOf(context.Request));
        // TODO: set the headers; answer 429 if there was no token.
        route();
    }

    /// <summary>Whose bucket pays for the request: a key that we know, or else the address of the connection.</summary>
    private string ClientOf(HttpListenerRequest request)
    {
        // TODO: request.Headers, request.RemoteEndPoint, apiKeys
        return "everybody";
    }

    private static void Send(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(Json.Print(body)), false);
    }
}

internal static class Program
{
    private static void Main()
    {
        var size = int.Parse(Environment.GetEnvironmentVariable("BUCKET_SIZE"));
        var secondsPerToken = double.Parse(Environment.GetEnvironmentVariable("SECONDS_PER_TOKEN"), CultureInfo.InvariantCulture);
        var app = new App(new TokenBuckets(size, secondsPerToken), Environment.GetEnvironmentVariable("API_KEYS").Split(','));
        var listener = new HttpListener();
        listener.Prefixes.Add("http://" + Environment.GetEnvironmentVariable("HOST") + ":" + Environment.GetEnvironmentVariable("PORT") + "/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => app.Answer(context));
        }
    }
}
