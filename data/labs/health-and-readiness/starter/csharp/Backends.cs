using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

/// <summary>A database and a cache that are only played. Leave this file as it is.</summary>
static class Backends
{
    private static readonly Dictionary<string, string> addresses = new Dictionary<string, string>
    {
        { "database", "postgres://shop:s3cret@db.internal/shop" },
        { "cache", "redis://:s3cret@cache.internal" },
    };

    private static readonly ConcurrentDictionary<string, string> states = new ConcurrentDictionary<string, string>();

    /// <summary>
    /// Asks whether somebody is there. Throws an <see cref="OperationCanceledException"/> when the token says so, as that of
    /// <c>new CancellationTokenSource(milliseconds)</c> does, and an <see cref="IOException"/> if the answer is no. Without a token it may
    /// take 30 seconds.
    /// </summary>
    public static async Task PingAsync(string name, CancellationToken token = default(CancellationToken))
    {
        var state = states.GetOrAdd(name, "up");
        if (state == "stuck") await Task.Delay(30000, token);
        if (state != "up") throw new IOException("Connection to " + addresses[name] + " refused");
    }

    /// <summary>Makes a backend "up", "down" or "stuck". False if there is no such backend or state.</summary>
    public static bool Simulate(string name, string state)
    {
        if (!addresses.ContainsKey(name) || (state != "up" && state != "down" && state != "stuck")) return false;
        states[name] = state;
        return true;
    }
}
