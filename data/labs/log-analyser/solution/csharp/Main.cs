using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

internal sealed class Totals
{
    /// <summary>Address, two more fields, time, request, status and size; the combined format goes on after that.</summary>
    private static readonly Regex LogLine = new Regex(
        @"^\S+ \S+ \S+ \[[^\]]+\] ""[A-Z]+ (\S+) HTTP/[0-9.]+"" ([0-9]{3}) ([0-9]+|-)(?: |$)",
        RegexOptions.Compiled | RegexOptions.CultureInvariant);

    private readonly Dictionary<string, long> paths = new Dictionary<string, long>();
    private long requests;
    private long badLines;
    private long bytes;
    private long serverErrors;

    public void Add(string line)
    {
        var match = LogLine.Match(line);
        if (!match.Success)
        {
            badLines++;
            return;
        }
        var path = match.Groups[1].Value.Split('?')[0];
        var size = match.Groups[3].Value;
        requests++;
        bytes += size == "-" ? 0 : long.Parse(size, CultureInfo.InvariantCulture);
        serverErrors += match.Groups[2].Value[0] == '5' ? 1 : 0;
        long count;
        paths.TryGetValue(path, out count);
        paths[path] = count + 1;
    }

    public void Report(TextWriter output)
    {
        var share = requests == 0 ? 0 : 100.0 * serverErrors / requests;
        output.WriteLine("Requests: " + requests);
        output.WriteLine("Bad lines: " + badLines);
        output.WriteLine("Bytes: " + bytes);
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, "Server errors: {0} ({1:F1}%)", serverErrors, share));
        output.WriteLine("Top paths:");
        var top = paths.OrderByDescending(path => path.Value).ThenBy(path => path.Key, StringComparer.Ordinal).Take(5);
        foreach (var path in top)
        {
            output.WriteLine(path.Value + " " + path.Key);
        }
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        var totals = new Totals();
        try
        {
            using (var log = args.Length == 0 ? Console.In : new StreamReader(args[0]))
            {
                string line;
                while ((line = log.ReadLine()) != null)
                {
                    totals.Add(line);
                }
            }
        }
        catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
        totals.Report(Console.Out);
        return 0;
    }
}
