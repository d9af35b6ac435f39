using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>Customers in their order, found by email.</summary>
internal sealed class Import
{
    private static readonly string[] Columns = { "email", "name", "age" };

    private readonly List<Customer> customers = new List<Customer>();
    private readonly Dictionary<string, int> places = new Dictionary<string, int>();
    private readonly List<string> complaints = new List<string>();

    public IReadOnlyList<Customer> Customers => customers;

    /// <summary>About rows that are left out.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public void Put(Customer customer)
    {
        int place;
        if (places.TryGetValue(customer.Email, out place))
        {
            customers[place] = customer;
            return;
        }
        places[customer.Email] = customers.Count;
        customers.Add(customer);
    }

    /// <exception cref="UnusableException">The file cannot be read as CSV, or lacks a column. Nothing was put in.</exception>
    public void Load(string csv)
    {
        var rows = Csv.Parse(csv).ToList();
        var header = rows.Count == 0 ? new List<string>() : rows[0].Fields;
        var missing = Columns.Except(header).ToList();
        if (missing.Count > 0)
        {
            throw new UnusableException("there is no column " + string.Join(", ", missing));
        }
        var lines = new Dictionary<string, int>();
        foreach (var row in rows.Skip(1))
        {
            try
            {
                var customer = ReadRow(header, row.Fields);
                if (lines.ContainsKey(customer.Email))
                {
                    throw new RowException("email is the same as in line " + lines[customer.Email]);
                }
                lines[customer.Email] = row.Line;
                Put(customer);
            }
            catch (RowException error)
            {
                complaints.Add("line " + row.Line + ": " + error.Message);
            }
        }
    }

    private static Customer ReadRow(List<string> header, List<string> fields)
    {
        if (fields.Count != header.Count)
        {
            throw new RowException(fields.Count + " fields where " + header.Count + " are expected");
        }
        return Customer.FromRow(
            fields[header.IndexOf("email")], fields[header.IndexOf("name")], fields[header.IndexOf("age")]);
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        var import = new Import();
        try
        {
            if (args.Length == 0)
            {
                throw new UnusableException("usage: Main people.csv [known.json]");
            }
            if (args.Length > 1)
            {
                ReadKnown(args[1]).ForEach(import.Put);
            }
            import.Load(ReadText(args[0]));
        }
        catch (Exception error) when (IsUnusable(error))
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
        foreach (var complaint in import.Complaints)
        {
            Console.Error.WriteLine(complaint);
        }
        Console.WriteLine(Json.Print(import.Customers));
        return import.Complaints.Count == 0 ? 0 : 1;
    }

    private static List<Customer> ReadKnown(string file)
    {
        var list = Json.Parse(ReadText(file)) as List<object>;
        if (list == null)
        {
            throw new UnusableException("the known customers are not a list");
        }
        return list.Select(Customer.FromJson).ToList();
    }

    /// <summary>A file's text, without its byte order mark. Bytes that are no UTF-8 are an error.</summary>
    private static string ReadText(string file)
    {
        return File.ReadAllText(file, new UTF8Encoding(false, true));
    }

    private static bool IsUnusable(Exception error)
    {
        return error is UnusableException
            || error is IOException
            || error is UnauthorizedAccessException
            || error is DecoderFallbackException
            || error is FormatException;
    }
}
