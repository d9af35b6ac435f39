using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

/// <summary>Nothing of the file can be used.</summary>
internal sealed class UnusableException : Exception
{
    public UnusableException(string message) : base(message)
    {
    }
}

/// <summary>A row is left out.</summary>
internal sealed class RowException : Exception
{
    public RowException(string message) : base(message)
    {
    }
}

internal sealed class Customer
{
    private Customer(string email, string name, long? age)
    {
        Email = email;
        Name = name;
        Age = age;
    }

    public string Email { get; }

    public string Name { get; }

    /// <summary>Null where it is not known.</summary>
    public long? Age { get; }

    /// <exception cref="RowException">A value is not as it must be.</exception>
    public static Customer FromRow(string email, string name, string age)
    {
        if (!Regex.IsMatch(email, @"^[^@]+@[^@]+\z"))
        {
            throw new RowException("email must have one @ with something on both sides");
        }
        if (name == "")
        {
            throw new RowException("name is missing");
        }
        return new Customer(email.ToLowerInvariant(), name, age == "" ? null : (long?)ReadAge(age));
    }

    /// <summary>From our own output.</summary>
    /// <exception cref="UnusableException">It is none.</exception>
    public static Customer FromJson(object json)
    {
        var fields = json as Dictionary<string, object>;
        object email = null, name = null, age = null;
        if (fields != null)
        {
            fields.TryGetValue("email", out email);
            fields.TryGetValue("name", out name);
            fields.TryGetValue("age", out age);
        }
        if (!(email is string) || !(name is string) || !(age == null || age is long))
        {
            throw new UnusableException("not a customer: " + Json.Print(json));
        }
        return new Customer((string)email, (string)name, (long?)age);
    }

    private static long ReadAge(string text)
    {
        int age;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out age) || age > 150)
        {
            throw new RowException("age must be a whole number from 0 to 150, or empty");
        }
        return age;
    }
}
