using System;
using System.Collections.Generic;
using System.IO;

internal sealed class Totals
{
    private readonly Dictionary<string, long> paths = new Dictionary<string, long>();
    private long requests = 0;
    private long badLines = 0;
    private long bytes = 0;
    private long serverErrors = 0;

    public void Add(string line)
    {
        // TODO: take the line apart, and add to the totals. What is no log line is a bad line.
        requests++;
    }

    public void Report(TextWriter output)
    {
        // TODO: the share of server errors, and the five most frequent paths.
        output.WriteLine("Requests: " + requests);
        output.WriteLine("Bad lines: " + badLines);
        output.WriteLine("Bytes: " + bytes);
        output.WriteLine("Server errors: " + serverErrors);
        output.WriteLine("Top paths:");
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        var totals = new Totals();
        // TODO: without a file, read Console.In. What if the file cannot be opened?
        using (var log = new StreamReader(args[0]))
        {
            string line;
            while ((line = log.ReadLine()) != null)
            {
                totals.Add(line);
            }
        }
        totals.Report(Console.Out);
        return 0;
    }
}
