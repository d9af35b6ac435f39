using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Text;

/// <summary>
/// Reads and writes JSON with nothing but the base class library, old or new. Objects are dictionaries, lists are lists of objects, numbers
/// are long or, with a point, an exponent or too many digits, double; the rest is string, bool and null.
/// </summary>
internal sealed class Json
{
    /// <summary>Deeper nesting than this is refused, since it could exhaust the stack.</summary>
    private const int MaxDepth = 200;

    private readonly string text;
    private int at;
    private int depth;

    private Json(string text)
    {
        this.text = text;
    }

    /// <exception cref="FormatException">The text is not exactly one JSON value.</exception>
    public static object Parse(string text)
    {
        var json = new Json(text);
        var value = json.Value();
        json.Space();
        if (json.at < text.Length)
        {
            throw json.Wrong("Unexpected text after the value");
        }
        return value;
    }

    /// <summary>
    /// Takes dictionaries, lists, strings, numbers, booleans, null, and any other object by its public properties, whose names begin with a
    /// small letter in JSON: <c>new { error = "not found" }</c>.
    /// </summary>
    public static string Print(object value)
    {
        var result = new StringBuilder();
        Print(value, result);
        return result.ToString();
    }

    // ---------- reading ----------

    private object Value()
    {
        Space();
        switch (Peek())
        {
            case '{': return Object();
            case '[': return List();
            case '"': return String();
            case 't': return Word("true", true);
            case 'f': return Word("false", false);
            case 'n': return Word("null", null);
            default: return Number();
        }
    }

    private Dictionary<string, object> Object()
    {
        var result = new Dictionary<string, object>();
        Enter();
        if (!Next('}'))
        {
            do
            {
                Space();
                var name = String();
                Demand(':');
                result[name] = Value();
            }
            while (Next(','));
            Demand('}');
        }
        depth--;
        return result;
    }

    private List<object> List()
    {
        var result = new List<object>();
        Enter();
        if (!Next(']'))
        {
            do
            {
                result.Add(Value());
            }
            while (Next(','));
            Demand(']');
        }
        depth--;
        return result;
    }

    private string String()
    {
        if (Peek() != '"')
        {
            throw Wrong("Expected a string");
        }
        at++;
        var result = new StringBuilder();
        while (true)
        {
            var c = Take();
            if (c == '"')
            {
                return result.ToString();
            }
            if (c < ' ')
            {
                throw Wrong("A control character in a string");
            }
            result.Append(c == '\\' ? Escaped() : c);
        }
    }

    private char Escaped()
    {
        var c = Take();
        switch (c)
        {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                var code = 0;
                for (var i = 0; i < 4; i++)
                {
                    var digit = "0123456789abcdef".IndexOf(char.ToLowerInvariant(Take()));
                    if (digit < 0)
                    {
                        throw Wrong("Expected four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                return (char)code;
            default:
                throw Wrong("An unknown escape");
        }
    }

    private object Number()
    {
        var start = at;
        Skip('-');
        if (!Skip('0'))
        {
            Digits();
        }
        var whole = true;
        if (Skip('.'))
        {
            Digits();
            whole = false;
        }
        if (Skip('e') || Skip('E'))
        {
            if (!Skip('+'))
            {
                Skip('-');
            }
            Digits();
            whole = false;
        }
        var number = text.Substring(start, at - start);
        long integer;
        if (whole && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer))
        {
            return integer;
        }
        double value;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || double.IsInfinity(value))
        {
            throw Wrong("A number that is too large");
        }
        return value;
    }

    private void Digits()
    {
        var start = at;
        while (Peek() >= '0' && Peek() <= '9')
        {
            at++;
        }
        if (at == start)
        {
            throw Wrong(at < text.Length ? "Unexpected character" : "Unexpected end");
        }
    }

    private object Word(string word, object value)
    {
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
        {
            throw Wrong("Unexpected character");
        }
        at += word.Length;
        return value;
    }

    private void Enter()
    {
        at++;
        if (++depth > MaxDepth)
        {
            throw Wrong("Nested too deep");
        }
    }

    private void Space()
    {
        while (at < text.Length && " \t\r\n".IndexOf(text[at]) >= 0)
        {
            at++;
        }
    }

    /// <summary>The next character, or 0 at the end.</summary>
    private char Peek()
    {
        return at < text.Length ? text[at] : '\0';
    }

    private char Take()
    {
        if (at >= text.Length)
        {
            throw Wrong("Unexpected end");
        }
        return text[at++];
    }

    private bool Skip(char c)
    {
        if (at < text.Length && text[at] == c)
        {
            at++;
            return true;
        }
        return false;
    }

    private bool Next(char c)
    {
        Space();
        return Skip(c);
    }

    private void Demand(char c)
    {
        if (!Next(c))
        {
            throw Wrong("Expected " + c);
        }
    }

    private FormatException Wrong(string message)
    {
        return new FormatException(message + " at position " + at);
    }

    // ---------- writing ----------

    private static void Print(object value, StringBuilder result)
    {
        if (value == null)
        {
            result.Append("null");
        }
        else if (value is bool)
        {
            result.Append((bool)value ? "true" : "false");
        }
        else if (value is string || value is char || value is Enum)
        {
            Quote(value.ToString(), result);
        }
        else if (value is double || value is float)
        {
            var number = Convert.ToDouble(value);
            if (double.IsNaN(number) || double.IsInfinity(number))
            {
                throw new ArgumentException("JSON has no " + number);
            }
            result.Append(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture));
        }
        else if (value is decimal || value.GetType().IsPrimitive)
        {
            result.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
        else if (value is IDictionary)
        {
            Pairs((IDictionary)value, result);
        }
        else if (value is IEnumerable)
        {
            var before = "";
            result.Append('[');
            foreach (var entry in (IEnumerable)value)
            {
                result.Append(before);
                Print(entry, result);
                before = ",";
            }
            result.Append(']');
        }
        else
        {
            var fields = new Dictionary<string, object>();
            foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                fields[char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1)] = property.GetValue(value, null);
            }
            Pairs(fields, result);
        }
    }

    private static void Pairs(IDictionary pairs, StringBuilder result)
    {
        var before = "";
        result.Append('{');
        foreach (DictionaryEntry pair in pairs)
        {
            result.Append(before);
            Quote(Convert.ToString(pair.Key, CultureInfo.InvariantCulture), result);
            result.Append(':');
            Print(pair.Value, result);
            before = ",";
        }
        result.Append('}');
    }

    private static void Quote(string text, StringBuilder result)
    {
        result.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': result.Append("\\\""); break;
                case '\\': result.Append("\\\\"); break;
                case '\n': result.Append("\\n"); break;
                case '\r': result.Append("\\r"); break;
                case '\t': result.Append("\\t"); break;
                default:
                    if (c < ' ' || char.IsSurrogate(c))
                    {
                        result.Append("\\u").Append(((int)c).ToString("x4"));
                    }
                    else
                    {
                        result.Append(c);
                    }
                    break;
            }
        }
        result.Append('"');
    }
}
