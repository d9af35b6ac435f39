using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

/// <summary>Hands messages to everybody who is connected.</summary>
sealed class Channel
{
    /// <summary>Messages that may wait for a client who reads too slowly. Who is cut off comes back and says what it saw last.</summary>
    private const int MaxWaiting = 1000;

    private readonly History history;
    // Guards the history and the list: a message is in the history before a client joins, or in its queue after, but never both.
    private readonly object gate = new object();
    private readonly List<BlockingCollection<Message>> queues = new List<BlockingCollection<Message>>();

    public Channel(History history)
    {
        this.history = history;
    }

    public Message Publish(string text)
    {
        lock (gate)
        {
            var message = history.Append(text);
            foreach (var slow in queues.Where(queue => !queue.TryAdd(message)).ToList())
            {
                slow.CompleteAdding();
                queues.Remove(slow);
            }
            return message;
        }
    }

    /// <summary>Joins: the queue begins with what was missed after the last number, if there is one.</summary>
    public BlockingCollection<Message> Join(long? last)
    {
        lock (gate)
        {
            var missed = last.HasValue ? history.After(last.Value) : new List<Message>();
            var queue = new BlockingCollection<Message>(new ConcurrentQueue<Message>(missed), missed.Count + MaxWaiting);
            queues.Add(queue);
            return queue;
        }
    }

    public void Leave(BlockingCollection<Message> queue)
    {
        lock (gate) queues.Remove(queue);
    }
}
