using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
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
    private struct Bucket
    {
        public double Tokens;

        /// <summary>When there were so many, in seconds.</summary>
        public double At;
    }

    private readonly Dictionary<string, Bucket> buckets = new Dictionary<string, Bucket>();
    private readonly Stopwatch clock = Stopwatch.StartNew();
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
        lock (buckets)
        {
            var now = clock.Elapsed.TotalSeconds;
            if (buckets.Count > 10000)
            {
                DropFull(now);
            }
            var tokens = buckets.TryGetValue(client, out var bucket) ? TokensOf(bucket, now) : Size;
            var isAllowed = tokens >= 1;
            var left = isAllowed ? tokens - 1 : tokens;
            buckets[client] = new Bucket { Tokens = left, At = now };
            return new Taken
            {
                IsAllowed = isAllowed,
                Remaining = (int)left,
                RetryAfter = (int)Math.Ceiling((1 - left) * secondsPerToken),
            };
        }
    }

    private double TokensOf(Bucket bucket, double now)
    {
        return Math.Min(Size, bucket.Tokens + (now - bucket.At) / secondsPerToken);
    }

    /// <summary>A full bucket says no more than none, so clients who have gone need no memory.</summary>
    private void DropFull(double now)
    {
        foreach (var client in buckets.Where(entry => TokensOf(entry.Value, now) >= Size).Select(entry => entry.Key).ToList())
        {
            buckets.Remove(client);
        }
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
        context.Response.AddHeader("X-RateLimit-Limit", buckets.Size.ToString(CultureInfo.InvariantCulture));
        context.Response.AddHeader("X-RateLimit-Remaining", taken.Remaining.ToString(CultureInfo.InvariantCulture));
        if (taken.IsAllowed)
        {
            route();
            return;
        }
        context.Response.AddHeader("Retry-After", taken.RetryAfter.ToString(CultureInfo.InvariantCulture));
        Send(context, 429, new { error = "Too many requests." });
    }

    /// <summary>Whose bucket pays for the request: a key that we know, or else the address of the connection.</summary>
    private string ClientOf(HttpListenerRequest request)
    {
        var key = request.Headers["X-Api-Key"];
        return key != null && apiKeys.Contains(key) ? "key " + key : "address " + request.RemoteEndPoint.Address;
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
