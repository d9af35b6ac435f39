using System.Collections.Generic;
using System.Linq;

/// <summary>A record, and the line where it begins.</summary>
internal sealed class Row
{
    public int Line { get; set; }

    public List<string> Fields { get; set; }
}

internal static class Csv
{
    /// <summary>All records of a text.</summary>
    public static IEnumerable<Row> Parse(string text)
    {
        // TODO: this splits fields in quotes, too.
        return text.Split('\n').Select((row, index) => new Row { Line = index + 1, Fields = row.Split(',').ToList() });
    }
}
