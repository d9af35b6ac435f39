using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

internal sealed class HttpError : Exception
{
    public HttpError(int status, string message) : base(message)
    {
        Status = status;
    }

    public int Status { get; }
}

/// <summary>Signed statements about who somebody is, as RFC 7519 describes them.</summary>
internal static class AccessToken
{
    public const int Lifetime = 300;
    private const string Audience = "shop-api";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("TOKEN_SECRET"));

    public static string Make(string name)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = Json.Print(new { alg = "HS256", typ = "JWT" });
        var claims = Json.Print(new { sub = name, aud = Audience, iat = now, exp = now + Lifetime });
        var content = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(claims));
        return content + "." + SignatureOf(content);
    }

    /// <summary>The name that a token speaks of.</summary>
    /// <exception cref="HttpError">401 unless it is ours, for us, and still good.</exception>
    public static string Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !AreSame(SignatureOf(parts[0] + "." + parts[1]), parts[2]))
        {
            throw new HttpError(401, "The token is not signed by us.");
        }
        var claims = (IDictionary<string, object>)Json.Parse(Encoding.UTF8.GetString(Decode(parts[1])));
        claims.TryGetValue("exp", out var end);
        if (!(end is long seconds) || seconds <= DateTimeOffset.UtcNow.ToUnixTimeSeconds())
        {
            throw new HttpError(401, "The token has expired.");
        }
        if (!claims.TryGetValue("aud", out var audience) || !Audience.Equals(audience))
        {
            throw new HttpError(401, "The token is for another service.");
        }
        return (string)claims["sub"];
    }

    public static string Encode(byte[] bytes)
    {
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static byte[] Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - text.Length % 4) % 4);
        return Convert.FromBase64String(padded);
    }

    private static string SignatureOf(string content)
    {
        using (var hmac = new HMACSHA256(Secret))
        {
            return Encode(hmac.ComputeHash(Encoding.UTF8.GetBytes(content)));
        }
    }

    /// <summary>Takes the same time wherever they differ; newer versions have CryptographicOperations.FixedTimeEquals.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool AreSame(string one, string other)
    {
        var difference = one.Length ^ other.Length;
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            difference |= one[i] ^ other[i];
        }
        return difference == 0;
    }
}

internal sealed class App
{
    private sealed class Refresh
    {
        public string Name { get; set; }

        /// <summary>The login it comes from.</summary>
        public Guid Family { get; set; }

        public bool IsUsed { get; set; }
    }

    /// <summary>By token; guarded by itself.</summary>
    private readonly Dictionary<string, Refresh> refreshTokens = new Dictionary<string, Refresh>();

    private readonly Dictionary<string, Action<HttpListenerContext>> routes;

    public App()
    {
        routes = new Dictionary<string, Action<HttpListenerContext>>
        {
            ["POST /token"] = LogIn,
            ["POST /refresh"] = ExchangeToken,
            ["GET /me"] = Me,
        };
    }

    public void Answer(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.Url.AbsolutePath;
            if (!routes.TryGetValue(context.Request.HttpMethod + " " + path, out var route))
            {
                throw new HttpError(404, "There is nothing here.");
            }
            route(context);
        }
        catch (HttpError error)
        {
            if (error.Status == 401)
            {
                context.Response.AddHeader("WWW-Authenticate", "Bearer");
            }
            Send(context, error.Status, new { error = error.Message });
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    private void LogIn(HttpListenerContext context)
    {
        var body = ReadObject(context.Request);
        var name = TextOf(body, "name");
        var isRight = AccessToken.AreSame(name, Environment.GetEnvironmentVariable("LOGIN_NAME"))
            & AccessToken.AreSame(TextOf(body, "password"), Environment.GetEnvironmentVariable("LOGIN_PASSWORD"));
        if (!isRight)
        {
            throw new HttpError(401, "Name or password is wrong.");
        }
        SendPair(context, name, Guid.NewGuid());
    }

    private void ExchangeToken(HttpListenerContext context)
    {
        var token = TextOf(ReadObject(context.Request), "refresh_token");
        var entry = Use(token);
        SendPair(context, entry.Name, entry.Family);
    }

    private void Me(HttpListenerContext context)
    {
        var authorization = context.Request.Headers["Authorization"];
        if (authorization == null || !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw new HttpError(401, "Send an access token.");
        }
        Send(context, 200, new { name = AccessToken.Verify(authorization.Substring("Bearer ".Length).Trim()) });
    }

    private void SendPair(HttpListenerContext context, string name, Guid family)
    {
        var bytes = new byte[32];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }
        var refreshToken = AccessToken.Encode(bytes);
        lock (refreshTokens)
        {
            refreshTokens[refreshToken] = new Refresh { Name = name, Family = family };
        }
        context.Response.AddHeader("Cache-Control", "no-store");
        Send(context, 200, new
        {
            access_token = AccessToken.Make(name),
            token_type = "Bearer",
            expires_in = AccessToken.Lifetime,
            refresh_token = refreshToken,
        });
    }

    /// <summary>What is known of a token that has not been used; it is used now.</summary>
    /// <exception cref="HttpError">401 for any other.</exception>
    private Refresh Use(string token)
    {
        lock (refreshTokens)
        {
            if (!refreshTokens.TryGetValue(token, out var entry))
            {
                throw new HttpError(401, "The refresh token is not known.");
            }
            if (entry.IsUsed)
            {
                foreach (var other in refreshTokens.Where(other => other.Value.Name == entry.Name).ToList())
                {
                    refreshTokens.Remove(other.Key);
                }
                throw new HttpError(401, "The refresh token was used before. Log in again.");
            }
            entry.IsUsed = true;
            return entry;
        }
    }

    private static IDictionary<string, object> ReadObject(HttpListenerRequest request)
    {
        if (request.ContentLength64 > 10000)
        {
            throw new HttpError(413, "The body is too long.");
        }
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            try
            {
                return Json.Parse(reader.ReadToEnd()) as IDictionary<string, object>
                    ?? throw new HttpError(400, "The body is not a JSON object.");
            }
            catch (FormatException)
            {
                throw new HttpError(400, "The body is not JSON.");
            }
        }
    }

    private static string TextOf(IDictionary<string, object> body, string field)
    {
        if (body.TryGetValue(field, out var value) && value is string text)
        {
            return text;
        }
        throw new HttpError(400, "The field " + field + " is needed.");
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
        var app = new App();
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
