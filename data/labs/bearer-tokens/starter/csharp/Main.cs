using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Runtime.CompilerServices;
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

    public static string Make(string name)
    {
        // TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
        return "token-of-" + name;
    }

    /// <summary>The name that a token speaks of.</summary>
    /// <exception cref="HttpError">401 unless it is ours, for us, and still good.</exception>
    public static string Verify(string token)
    {
        // TODO: check the signature first, then exp and aud. Throw an HttpError with status 401 if anything is wrong.
        return token.Substring("token-of-".Length);
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
            // TODO: a 401 says with a header how to do better.
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
        SendPair(context, name);
    }

    private void ExchangeToken(HttpListenerContext context)
    {
        var token = TextOf(ReadObject(context.Request), "refresh_token");
        // TODO: take each refresh token once. If one comes again, end all tokens of the same login.
        throw new HttpError(501, "Not built yet.");
    }

    private void Me(HttpListenerContext context)
    {
        var authorization = context.Request.Headers["Authorization"];
        // TODO: answer 401 if there is no token.
        Send(context, 200, new { name = AccessToken.Verify(authorization.Substring("Bearer ".Length).Trim()) });
    }

    private static void SendPair(HttpListenerContext context, string name)
    {
        // TODO: a random refresh token; remember whose it is, and which login it comes from.
        var refreshToken = "TODO";
        context.Response.AddHeader("Cache-Control", "no-store");
        Send(context, 200, new
        {
            access_token = AccessToken.Make(name),
            token_type = "Bearer",
            expires_in = AccessToken.Lifetime,
            refresh_token = refreshToken,
        });
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
