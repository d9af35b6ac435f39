using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
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
    public static string Store(string password)
    {
        // TODO: this is the password itself. Store a slow, salted hash of it.
        return password;
    }

    public static bool IsRight(string password, string stored)
    {
        // TODO: hash the password in the same way, with the stored salt, and compare.
        return password == stored;
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
        // TODO: answer 409 if the name is taken.
        users[name] = Password.Store(password);
        Send(context, 201, new { name });
    }

    private void LogIn(HttpListenerContext context)
    {
        var (name, password) = ReadCredentials(context.Request);
        // TODO: answer 401 if the name or the password is wrong.
        // TODO: make a random session id, remember whose it is, and set the cookie.
        Send(context, 200, new { name });
    }

    private void Me(HttpListenerContext context)
    {
        // TODO: find the session of the request; without one, answer 401.
        throw new HttpError(501, "Not built yet.");
    }

    private void LogOut(HttpListenerContext context)
    {
        // TODO: end the session on the server.
        Send(context, 204, null);
    }

    private void LogOutEverywhere(HttpListenerContext context)
    {
        // TODO: end all sessions of the user whose session this is.
        Send(context, 204, null);
    }

    /// <summary>For the checks only: what somebody who steals the table would see.</summary>
    private void Export(HttpListenerContext context)
    {
        var rows = users.Select(user => new { name = user.Key, password = user.Value }).ToList();
        Send(context, 200, new { users = rows });
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
