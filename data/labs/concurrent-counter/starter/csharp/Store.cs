using System;
using System.IO;
using System.Threading.Tasks;

/// <summary>
/// Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine.
/// Leave this file as it is.
/// </summary>
static class Store
{
    /// <summary>The value of a counter; 0 if it was never written.</summary>
    public static async Task<long> ReadAsync(string name)
    {
        await Task.Delay(10);
        try
        {
            return long.Parse(File.ReadAllText(FileOf(name)));
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    public static async Task WriteAsync(string name, long value)
    {
        await Task.Delay(10);
        // A reader sees the old file or the new one, never half of one.
        var draft = FileOf(name) + "." + Guid.NewGuid();
        File.WriteAllText(draft, value.ToString());
        try
        {
            File.Move(draft, FileOf(name));
        }
        catch (IOException)
        {
            // There is an older one.
            File.Replace(draft, FileOf(name), null);
        }
    }

    private static string FileOf(string name)
    {
        return Path.Combine(Environment.GetEnvironmentVariable("DATA_DIR"), name + ".txt");
    }
}
