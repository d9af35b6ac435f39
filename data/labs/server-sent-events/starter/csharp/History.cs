using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

sealed class Message
{
    public readonly int Id;
    public readonly string Text;

    public Message(int id, string text)
    {
        Id = id;
        Text = text;
    }
}

/// <summary>All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is.</summary>
sealed class History
{
    private readonly string file;
    private readonly List<Message> messages = new List<Message>();

    public History(string folder)
    {
        file = Path.Combine(folder, "history");
        if (!File.Exists(file)) return;
        foreach (var line in File.ReadAllLines(file))
            messages.Add(new Message(messages.Count + 1, Encoding.UTF8.GetString(Convert.FromBase64String(line))));
    }

    /// <summary>Adds a message. Only one thread at a time may call this.</summary>
    public Message Append(string text)
    {
        File.AppendAllText(file, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "\n");
        var message = new Message(messages.Count + 1, text);
        messages.Add(message);
        return message;
    }

    /// <summary>All messages with a number above this one.</summary>
    public List<Message> After(long id)
    {
        return messages.Where(message => message.Id > id).ToList();
    }
}
