namespace ProxyCapi.Conversions.Identity;

/// <summary>The value of <c>_fbc</c> or <c>_fbp</c>: <c>fb.index.time.payload[.appendix]</c> (meta-capi.md section 6.1).</summary>
internal static class IdentityCookie
{
    private const int FewestSegments = 4;
    private const int MostSegments = 5;
    private const int PayloadSegment = 3;
    private const int AppendixSegment = 4;

    /// <summary>
    /// The value with its payload if it is a valid one, otherwise <see langword="false"/>: it counts as absent. Index and time of a valid value
    /// are kept even if they look wrong.
    /// </summary>
    public static bool TryRead(string? value, out ReadOnlySpan<char> payload)
    {
        payload = [];
        if (value is null)
        {
            return false;
        }

        Span<Range> segments = stackalloc Range[MostSegments + 1];
        var text = value.AsSpan();
        var count = text.Split(segments, '.');
        if (count is < FewestSegments or > MostSegments
            || text[segments[0]] is not "fb" || !AreDigits(text[segments[1]]) || !AreDigits(text[segments[2]])
            || text[segments[PayloadSegment]].IsEmpty
            || (count == MostSegments && !Appendix.IsValid(text[segments[AppendixSegment]])))
        {
            return false;
        }

        payload = text[segments[PayloadSegment]];
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
