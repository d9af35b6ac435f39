using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

/// <summary>Json.Print takes the public properties.</summary>
internal sealed class Customer
{
    public string Email { get; set; }

    public string Name { get; set; }

    /// <summary>Null where it is not known.</summary>
    public long? Age { get; set; }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        var customers = new List<Customer>();
        var complaints = new List<string>();
        // TODO: put the customers of a second file in first; Json.Parse gives a List<object> of Dictionary<string, object>.
        foreach (var row in Csv.Parse(File.ReadAllText(args[0])).Skip(1))
        {
            // TODO: find the columns by the header, refuse bad rows and duplicates.
            customers.Add(new Customer { Email = row.Fields[0] });
        }
        foreach (var complaint in complaints)
        {
            Console.Error.WriteLine(complaint);
        }
        Console.WriteLine(Json.Print(customers));
        // TODO: the exit codes.
        return 0;
    }
}
