namespace ProxyCapi.Configuration.Binding;

/// <summary>What the binder saw that the options themselves cannot say.</summary>
internal sealed class BindingReport
{
    private readonly HashSet<string> _unread = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _writtenAs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Configuration path of the options; empty when a configuration root was bound.</summary>
    public string Path { get; set; } = ProxyCapiOptions.SectionName;

    /// <summary>Keys that mean nothing, values that could not be converted.</summary>
    public List<ConfigurationFailure> Failures { get; } = [];

    /// <summary>The operator meant to say something at this path, but it could not be read.</summary>
    public void MarkUnread(string path) => _unread.Add(path);

    /// <summary>A value that the options hold at one path was written at another one.</summary>
    public void MarkWrittenAs(string path, string writtenPath) => _writtenAs[path] = writtenPath;

    /// <summary>
    /// Whether a failure at this path may only follow from something that could not be read: <c>Id</c> is not missing when <c>Idd</c> was
    /// written. The reason is reported already.
    /// </summary>
    public bool IsConsequence(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf(':', end - 1))
        {
            if (_unread.Contains(path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The failure with the path that the operator wrote.</summary>
    public ConfigurationFailure AsWritten(ConfigurationFailure failure) =>
        _writtenAs.TryGetValue(failure.Path, out var written) ? failure with { Path = written } : failure;
}
