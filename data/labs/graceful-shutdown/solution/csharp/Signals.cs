using System;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>Waits for SIGTERM or SIGINT and ends the program, on .NET and on Mono, which have no common way to do so. Leave this file as it is.</summary>
static class Signals
{
    /// <summary>From now on the two signals do not end the program. Call this first, in the main thread.</summary>
    public static void Catch()
    {
        CatchBoth();
    }

    /// <summary>Returns when the first of them has come; later ones do nothing. Call this in the main thread.</summary>
    public static void Wait()
    {
        WaitForOne();
    }

    /// <summary>Ends the program at once, whatever other threads do.</summary>
    public static void End(int code)
    {
        Console.Out.Flush();
        EndWith(code);
    }

#if NET6_0_OR_GREATER
    private static readonly ManualResetEventSlim came = new ManualResetEventSlim();

    // What is not held on to could be collected, and would catch nothing any more.
    private static IDisposable[] registrations;

    private static void CatchBoth()
    {
        Action<PosixSignalContext> note = context =>
        {
            context.Cancel = true;
            came.Set();
        };
        registrations = new IDisposable[]
        {
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, note),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, note),
        };
    }

    private static void WaitForOne()
    {
        came.Wait();
    }

    private static void EndWith(int code)
    {
        Environment.Exit(code);
    }
#else
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly IntPtr Ignore = new IntPtr(1);

    // Larger than the system's own type.
    private static readonly byte[] both = new byte[256];

    [DllImport("libc")]
    private static extern int sigemptyset(byte[] signals);

    [DllImport("libc")]
    private static extern int sigaddset(byte[] signals, int number);

    [DllImport("libc")]
    private static extern int pthread_sigmask(int how, byte[] signals, IntPtr before);

    [DllImport("libc")]
    private static extern int sigwait(byte[] signals, out int number);

    [DllImport("libc")]
    private static extern IntPtr signal(int number, IntPtr handler);

    private static void CatchBoth()
    {
        sigemptyset(both);
        sigaddset(both, Interrupt);
        sigaddset(both, Terminate);
        // Held back in this thread, until it asks for them; Linux prefers the main thread to all others.
        pthread_sigmask(0, both, IntPtr.Zero);
    }

    private static void WaitForOne()
    {
        int number;
        sigwait(both, out number);
        signal(Interrupt, Ignore);
        signal(Terminate, Ignore);
    }

    // Mono's Environment.Exit waits for other threads, now and then for ever.
    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndWith(int code);
#endif
}
