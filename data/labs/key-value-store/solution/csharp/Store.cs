using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>
/// Keys and values in memory, and every change as a line of a log: the key in Base64, then a space and the value in Base64, or nothing more
/// where the key was deleted. A change is over when its line is on the disk.
/// </summary>
sealed class Store
{
    private readonly object gate = new object();
    private readonly SortedDictionary<string, byte[]> values = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
    private readonly FileStream log;
    /// <summary>Bytes of the log that hold whole lines. What a failed write has left behind them is written over.</summary>
    private long end;

    public Store(string folder)
    {
        var file = Path.Combine(folder, "store.log");
        var draft = file + ".new";
        Load(file);
        // Only what is still there goes into the new log, which takes the old one's place in one step.
        using (log = new FileStream(draft, FileMode.Create, FileAccess.Write))
            Append(string.Concat(values.Select(pair => Line(pair.Key, pair.Value))));
        if (File.Exists(file)) File.Replace(draft, file, null);
        else File.Move(draft, file);
        log = new FileStream(file, FileMode.Open, FileAccess.Write);
    }

    /// <summary>Null if there is no such key.</summary>
    public byte[] Get(string key)
    {
        lock (gate)
        {
            byte[] value;
            return values.TryGetValue(key, out value) ? value : null;
        }
    }

    public List<string> Keys()
    {
        lock (gate) return values.Keys.ToList();
    }

    /// <summary>True if the key is new.</summary>
    public bool Set(string key, byte[] value)
    {
        lock (gate)
        {
            Append(Line(key, value));
            var isNew = !values.ContainsKey(key);
            values[key] = value;
            return isNew;
        }
    }

    /// <summary>False if there is nothing to delete.</summary>
    public bool Delete(string key)
    {
        lock (gate)
        {
            if (!values.ContainsKey(key)) return false;
            Append(Line(key, null));
            return values.Remove(key);
        }
    }

    private void Load(string file)
    {
        if (!File.Exists(file)) return;
        var lines = File.ReadAllText(file, Encoding.ASCII).Split('\n');
        // What follows the last line break was cut off by a kill, and nobody was told that it is kept.
        foreach (var line in lines.Take(lines.Length - 1))
        {
            var parts = line.Split(' ');
            var key = Encoding.UTF8.GetString(Convert.FromBase64String(parts[0]));
            if (parts.Length > 1) values[key] = Convert.FromBase64String(parts[1]);
            else values.Remove(key);
        }
    }

    private void Append(string lines)
    {
        var bytes = Encoding.ASCII.GetBytes(lines);
        log.Position = end;
        log.Write(bytes, 0, bytes.Length);
        // True: not only out of the program, but on to the disk.
        log.Flush(true);
        end += bytes.Length;
    }

    private static string Line(string key, byte[] value)
    {
        var name = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        return value == null ? name + "\n" : name + " " + Convert.ToBase64String(value) + "\n";
    }
}
