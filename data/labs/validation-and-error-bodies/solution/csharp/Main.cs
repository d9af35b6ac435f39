using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

/// <summary>What a field must hold, and what to say if it does not. Texts come without white space around them.</summary>
internal sealed class Rule
{
    public Rule(string field, Predicate<object> isValid, string message)
    {
        Field = field;
        IsValid = isValid;
        Message = message;
    }

    public string Field { get; }
    public Predicate<object> IsValid { get; }
    public string Message { get; }
}

internal sealed class FieldError
{
    public FieldError(string field, string message)
    {
        Field = field;
        Message = message;
    }

    public string Field { get; }
    public string Message { get; }
}

/// <summary>A request that is answered with a problem document.</summary>
internal sealed class ProblemException : Exception
{
    private readonly IReadOnlyCollection<FieldError> errors;

    public ProblemException(int status, string title, IReadOnlyCollection<FieldError> errors = null)
        : base(title)
    {
        Status = status;
        this.errors = errors;
    }

    public int Status { get; }

    public object Document()
    {
        return errors == null
            ? new { title = Message, status = Status }
            : (object)new { title = Message, status = Status, errors };
    }
}

internal static class Program
{
    private static readonly Rule[] Rules =
    {
        new Rule("email", IsEmail, "must be an address such as ada@example.org"),
        new Rule("name", IsName, "must have 1 to 50 characters"),
        new Rule("age", value => value is long age && age >= 16 && age <= 120, "must be a whole number from 16 to 120"),
    };

    private static bool IsEmail(object value)
    {
        return value is string text && text.Length <= 254 && Regex.IsMatch(text, @"^[^@\s]+@[^@\s]+\z");
    }

    private static bool IsName(object value)
    {
        // Two surrogates make one character.
        return value is string text && text != "" && text.Count(c => !char.IsLowSurrogate(c)) <= 50;
    }

    /// <summary>The sign-up in a body, or one problem that names everything that is wrong with it.</summary>
    private static Dictionary<string, object> ParseSignup(Dictionary<string, object> body)
    {
        var signup = new Dictionary<string, object>();
        var errors = new List<FieldError>();
        foreach (var rule in Rules)
        {
            object value;
            body.TryGetValue(rule.Field, out value);
            value = (value as string)?.Trim() ?? value;
            signup[rule.Field] = value;
            if (!rule.IsValid(value))
            {
                errors.Add(new FieldError(rule.Field, rule.Message));
            }
        }
        errors.AddRange(body.Keys.Except(signup.Keys).Select(field => new FieldError(field, "is not a known field")));
        if (errors.Count > 0)
        {
            throw new ProblemException(422, "The sign-up is not valid", errors);
        }
        return signup;
    }

    private static Dictionary<string, object> ReadObject(HttpListenerRequest request)
    {
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(415, "Send the sign-up as application/json");
        }
        try
        {
            return Json.Parse(ReadText(request)) as Dictionary<string, object>
                ?? throw new ProblemException(400, "The body is not a JSON object");
        }
        catch (FormatException e)
        {
            throw new ProblemException(400, "The body is not JSON: " + e.Message);
        }
    }

    private static void Answer(HttpListenerContext context)
    {
        var path = context.Request.Url.AbsolutePath;
        if (path != "/signups")
        {
            throw new ProblemException(404, "There is nothing at " + path);
        }
        if (context.Request.HttpMethod != "POST")
        {
            context.Response.AddHeader("Allow", "POST");
            throw new ProblemException(405, "Only POST is allowed here");
        }
        Send(context, 201, ParseSignup(ReadObject(context.Request)), "application/json");
    }

    private static string ReadText(HttpListenerRequest request)
    {
        using (var reader = new StreamReader(request.InputStream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }

    /// <summary>Answers with JSON.</summary>
    private static void Send(HttpListenerContext context, int status, object value, string type)
    {
        var body = Encoding.UTF8.GetBytes(Json.Print(value));
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength64 = body.Length;
        context.Response.OutputStream.Write(body, 0, body.Length);
    }

    private static void Serve(HttpListenerContext context)
    {
        try
        {
            try
            {
                Answer(context);
            }
            catch (ProblemException problem)
            {
                Send(context, problem.Status, problem.Document(), "application/problem+json");
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
