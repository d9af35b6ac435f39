using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

/// <summary>A record, and the line where it begins.</summary>
internal sealed class Row
{
    public Row(int line)
    {
        Line = line;
        Fields = new List<string>();
    }

    public int Line { get; }

    public List<string> Fields { get; }
}

/// <summary>Reads text in the form of RFC 4180.</summary>
internal static class Csv
{
    private static readonly Regex Field = new Regex(@"\G(?:""([^""]*(?:""""[^""]*)*)""|([^"",\r\n]*))(,|\r?\n|\z)");

    /// <summary>All records; empty lines are left out.</summary>
    /// <exception cref="UnusableException">A quote is missing, or one too many.</exception>
    public static IEnumerable<Row> Parse(string text)
    {
        var at = 0;
        var line = 1;
        var row = new Row(line);
        while (at < text.Length || row.Fields.Count > 0)
        {
            var match = Field.Match(text, at);
            if (!match.Success)
            {
                throw new UnusableException("line " + row.Line + ": a quote is not closed, or stands where none may be");
            }
            at += match.Length;
            line += match.Value.Count(c => c == '\n');
            row.Fields.Add(match.Groups[1].Success ? match.Groups[1].Value.Replace("\"\"", "\"") : match.Groups[2].Value);
            if (match.Groups[3].Value == ",")
            {
                continue;
            }
            if (row.Fields.Count > 1 || row.Fields[0] != "")
            {
                yield return row;
            }
            row = new Row(line);
        }
    }
}
