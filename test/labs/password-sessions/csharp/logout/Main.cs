using System;
using System.Collections.Concurrent;
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

internal static class Password
{
#if NET6_0_OR_GREATER
    private const int Iterations = 600000;
#else
    // Mono computes the hash without help of the processor, so this many take it as long.
    private const int Iterations = 1000;
#endif

    /// <summary>Checked for names that nobody has, so that they take as long as the others. No password has this hash.</summary>
    public static readonly string Nobody = Format(new byte[16], new byte[32]);

    public static string Store(string password)
    {
        var salt = RandomBytes(16);
        return Format(salt, Derive(password, salt, Iterations));
    }

    public static bool IsRight(string password, string stored)
    {
        var parts = stored.Split('$');
        var hash = Derive(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1]));
        return AreEqual(hash, Convert.FromBase64String(parts[3]));
    }

    public static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes);
        }
        return bytes;
    }

    private static string Format(byte[] salt, byte[] hash)
    {
        return string.Join("$", "pbkdf2-sha256", Iterations, Convert.ToBase64String(salt), Convert.ToBase64String(hash));
    }

    private static byte[] Derive(string password, byte[] salt, int iterations)
    {
        using (var function = new Rfc2898DeriveBytes(password, salt, iterations, HashAlgorithmName.SHA256))
        {
            return function.GetBytes(32);
        }
    }

    /// <summary>Takes the same time wherever they differ; newer versions have CryptographicOperations.FixedTimeEquals.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static bool AreEqual(byte[] one, byte[] other)
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
    /// <summary>Name → what is stored of the password.</summary>
    private readonly ConcurrentDictionary<string, string> users = new ConcurrentDictionary<string, string>();

    /// <summary>Session id → name.</summary>
    private readonly ConcurrentDictionary<string, string> sessions = new ConcurrentDictionary<string, string>();

    private readonly Dictionary<string, Action<HttpListenerContext>> routes;

    public App()
    {
        routes = new Dictionary<string, Action<HttpListenerContext>>
        {
            ["POST /users"] = CreateUser,
            ["POST /login"] = LogIn,
            ["GET /me"] = Me,
            ["POST /logout"] = LogOut,
            ["POST /logout-everywhere"] = LogOutEverywhere,
            ["GET /export"] = Export,
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
            Send(context, error.Status, new { error = error.Message });
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.Abort();
        }
    }

    private void CreateUser(HttpListenerContext context)
    {
        var (name, password) = ReadCredentials(context.Request);
        if (password.Length < 8)
        {
            throw new HttpError(400, "A password has at least 8 characters.");
        }
        if (!users.TryAdd(name, Password.Store(password)))
        {
            throw new HttpError(409, "This name is taken.");
        }
        Send(context, 201, new { name });
    }

    private void LogIn(HttpListenerContext context)
    {
        var (name, password) = ReadCredentials(context.Request);
        var isKnown = users.TryGetValue(name, out var stored);
        if (!Password.IsRight(password, isKnown ? stored : Password.Nobody) || !isKnown)
        {
            throw new HttpError(401, "Name or password is wrong.");
        }
        var id = BitConverter.ToString(Password.RandomBytes(32)).Replace("-", "").ToLowerInvariant();
        sessions[id] = name;
        context.Response.AddHeader("Set-Cookie", "session=" + id + "; HttpOnly; SameSite=Lax; Path=/");
        Send(context, 200, new { name });
    }

    private void Me(HttpListenerContext context)
    {
        Send(context, 200, new { name = LoggedIn(context.Request) });
    }

    private void LogOut(HttpListenerContext context)
    {
        context.Response.AddHeader("Set-Cookie", "session=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/");
        Send(context, 204, null);
    }

    private void LogOutEverywhere(HttpListenerContext context)
    {
        var name = LoggedIn(context.Request);
        foreach (var session in sessions.Where(session => session.Value == name))
        {
            sessions.TryRemove(session.Key, out _);
        }
        Send(context, 204, null);
    }

    /// <summary>For the checks only: what somebody who steals the table would see.</summary>
    private void Export(HttpListenerContext context)
    {
        var rows = users.Select(user => new { name = user.Key, password = user.Value }).ToList();
        Send(context, 200, new { users = rows });
    }

    /// <summary>The name of the user whose session this is; without a session, a 401.</summary>
    private string LoggedIn(HttpListenerRequest request)
    {
        if (!sessions.TryGetValue(SessionId(request), out var name))
        {
            throw new HttpError(401, "Log in first.");
        }
        return name;
    }

    /// <summary>The id that the request brings; empty if there is none.</summary>
    private static string SessionId(HttpListenerRequest request)
    {
        return request.Cookies["session"]?.Value ?? "";
    }

    private static (string Name, string Password) ReadCredentials(HttpListenerRequest request)
    {
        if (request.ContentLength64 > 10000)
        {
            throw new HttpError(413, "The body is too long.");
        }
        object json;
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            try
            {
                json = Json.Parse(reader.ReadToEnd());
            }
            catch (FormatException)
            {
                throw new HttpError(400, "The body is not JSON.");
            }
        }
        if (json is IDictionary<string, object> body
            && body.TryGetValue("name", out var name) && name is string nameText && nameText != ""
            && body.TryGetValue("password", out var password) && password is string passwordText)
        {
            return (nameText, passwordText);
        }
        throw new HttpError(400, "Name and password are needed.");
    }

    private static void Send(HttpListenerContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        if (body == null)
        {
            context.Response.Close();
            return;
        }
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
