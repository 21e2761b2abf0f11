using CsCheck;

namespace ProxyCapi.Tests.Storage.Model;

/// <summary>
/// Random lives of an outbox against a model of what everybody may expect of it (delivery.md section 7). A failure prints the shortest life that was
/// found and its seed: <c>CsCheck_Seed=… dotnet test --filter OutboxModelTests</c> runs it again.
/// </summary>
public class OutboxModelTests
{
    private const int SoundLives = 1500;
    private const int DamagedLives = 700;

    private static readonly (int, OutboxStepKind)[] Usual =
    [
        (20, OutboxStepKind.Append),
        (20, OutboxStepKind.Lease),
        (16, OutboxStepKind.Post),
        (14, OutboxStepKind.Settle),
        (3, OutboxStepKind.GiveBack),
        (8, OutboxStepKind.Pass),
        (3, OutboxStepKind.Jump),
        (3, OutboxStepKind.Reopen),
        (3, OutboxStepKind.Crash),
    ];

    private static readonly (int, OutboxStepKind)[] Failures =
    [
        (5, OutboxStepKind.Fail),
        (2, OutboxStepKind.Full),
        (3, OutboxStepKind.Free),
        (3, OutboxStepKind.CrashInCommit),
    ];

    private static readonly (int, OutboxStepKind)[] Damages =
    [
        (4, OutboxStepKind.SetAside),
        (2, OutboxStepKind.Damage),
        (1, OutboxStepKind.Rot),
    ];

    /// <summary>
    /// Commits fail, the disk fills, the process dies at any moment, and the bytes on the disk are what was written: no event is lost, none is sent
    /// again without a doubt that has a reason, no order counts twice, and no file is taken for a damaged one.
    /// </summary>
    [Fact]
    public Task Outbox_AnyLifeOnASoundDisk_KeepsWhatItPromised() => LiveAsync([.. Usual, .. Failures], SoundLives);

    /// <summary>
    /// Damage of any kind and number, and commits that fail beside it: what was taken is delivered, is a dead letter, or was told as lost. The last
    /// commit of a log that is damaged may be lost in silence, since a power cut leaves the same bytes; what a damage may have taken the doubt from may
    /// be sent again; and of an order that is told again while its event lies in a database that was set aside, either event may stay.
    /// </summary>
    [Fact]
    public Task Outbox_AnyLifeWithDamage_LosesNothingInSilence() => LiveAsync([.. Usual, .. Failures, .. Damages], DamagedLives);

    private static async Task LiveAsync((int, OutboxStepKind)[] kinds, int lives)
    {
        var steps = Gen.Select(Gen.Frequency(kinds), Gen.Int[0, 7], Gen.Int[0, 7], (kind, a, b) => new OutboxStep(kind, a, b)).Array[1, 40];
        await Gen.Select(steps, Gen.Bool, Gen.Bool).SampleAsync(
            async life =>
            {
                var (happens, isHolding, keepsAccepted) = life;
                await using var model = await OutboxModel.OpenAsync(isHolding, keepsAccepted);
                await model.RunAsync(happens);
            },
            iter: lives,
            print: life => $"{string.Join(" ", life.Item1)} holding: {life.Item2} keeping: {life.Item3}");
    }
}
