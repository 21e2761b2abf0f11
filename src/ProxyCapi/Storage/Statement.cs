using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ProxyCapi.Storage;

/// <summary>A prepared statement whose parameters are bound anew at each run.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    /// <summary>Runs it.</summary>
    /// <returns>The number of rows that were changed.</returns>
    public int Run(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and gives back the one number it asks for.</summary>
    public long Ask() => Convert.ToInt64(_command.ExecuteScalar(), CultureInfo.InvariantCulture);

    /// <summary>Runs it and reads its rows; the caller disposes the reader before the next run.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_command.Parameters.Count == 0)
        {
            foreach (var (name, value) in values)
            {
                _command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }
    }
}
