<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AdjustPanel</name>
        <message>
            <source>Brightness</source>
            <translation>亮度</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close; the changes stay until they are reset</source>
            <translation>关闭；调整保留到重置为止</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>对比度</translation>
        </message>
        <message>
            <source>Gamma</source>
            <translation>伽马</translation>
        </message>
        <message>
            <source>How the photograph is shown</source>
            <translation>照片的显示方式</translation>
        </message>
        <message>
            <source>Local contrast</source>
            <translation>局部对比度</translation>
        </message>
        <message>
            <source>On screen only</source>
            <translation>仅影响屏幕显示</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>The files stay as they are, and models see the photograph without these changes.</source>
            <translation>文件保持原样，模型看到的是未经这些调整的照片。</translation>
        </message>
    </context>
    <context>
        <name>AdjustedSign</name>
        <message>
            <source>Adjusted on screen</source>
            <translation>屏幕显示已调整</translation>
        </message>
        <message>
            <source>The photograph is shown otherwise than it is; its file stays. Click to reset.</source>
            <translation>照片的显示与原图不同；文件未变。点击可重置。</translation>
        </message>
    </context>
    <context>
        <name>AnnotateView</name>
        <message>
            <source>Class of the next box</source>
            <translation>下一个病灶框的类别</translation>
        </message>
        <message>
            <source>Class of the next box: press its digit, or C and type</source>
            <translation>下一个病灶框的类别：按对应数字键，或按 C 后输入</translation>
        </message>
        <message>
            <source>Close this notice</source>
            <translation>关闭此提示</translation>
        </message>
        <message>
            <source>Import a folder: sub-folders may name the classes,
and Pascal VOC files may bring boxes.</source>
            <translation>导入一个文件夹：子文件夹可作为类别名，
Pascal VOC 文件可带来病灶框。</translation>
        </message>
        <message>
            <source>This project has no photographs yet</source>
            <translation>此项目还没有照片</translation>
        </message>
    </context>
    <context>
        <name>BarsPage</name>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Click a bar for its photos, Shift+click for the wrong, right-click for more.</source>
            <translation>点击柱形查看其照片，Shift+点击只看判错的，右键查看更多。</translation>
        </message>
        <message>
            <source>Order of the classes</source>
            <translation>类别的顺序</translation>
        </message>
        <message>
            <source>as in the class table</source>
            <translation>按类别表</translation>
        </message>
        <message>
            <source>by accuracy of</source>
            <translation>按准确率：</translation>
        </message>
        <message>
            <source>by gain of</source>
            <translation>按提升：</translation>
        </message>
        <message>
            <source>by number of photos</source>
            <translation>按照片数</translation>
        </message>
        <message>
            <source>over</source>
            <translation>相对于</translation>
        </message>
    </context>
    <context>
        <name>BarsPlot</name>
        <message>
            <source>95 % interval: {0} to {1} %</source>
            <translation>95 % 区间：{0} 至 {1} %</translation>
        </message>
        <message>
            <source>Accuracy a class</source>
            <translation>各类别准确率</translation>
        </message>
        <message>
            <source>Arrow keys move between bars, Enter opens a bar's photos, Shift+Enter the wrong.</source>
            <translation>方向键在柱间移动，Enter 打开该柱的照片，Shift+Enter 只打开判错的。</translation>
        </message>
        <message>
            <source>In the paper: {0} %</source>
            <translation>论文中：{0} %</translation>
        </message>
        <message>
            <source>Open all {0} photos</source>
            <translation>打开全部 {0} 张照片</translation>
        </message>
        <message>
            <source>Open the {0} it got right</source>
            <translation>打开判对的 {0} 张</translation>
        </message>
        <message>
            <source>Open the {0} it got wrong</source>
            <translation>打开判错的 {0} 张</translation>
        </message>
        <message>
            <source>{0}
{1}: no photo with a prediction</source>
            <translation>{0}
{1}：没有带预测的照片</translation>
        </message>
        <message>
            <source>{0}: {1} of {2} right ({3} %)</source>
            <translation>{0}：{2} 张中判对 {1} 张（{3} %）</translation>
        </message>
    </context>
    <context>
        <name>BeginDialog</name>
        <message>
            <source>Begin</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Begin a cleaning round</source>
            <translation>开始一轮清洗</translation>
        </message>
        <message>
            <source>Labels, splits or states have changed since {0} began to train. If what models learn from is among it, the gain counts that, too.</source>
            <translation>自 {0} 开始训练以来，标注、划分或状态已有变化。若其中包含模型学习所用的内容，提升中也会计入这部分。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name of the round</source>
            <translation>本轮名称</translation>
        </message>
        <message>
            <source>No training has finished yet whose classes are the project's. Train a model first.</source>
            <translation>尚无类别与项目一致的已完成训练。请先训练一个模型。</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Runs to compare with</source>
            <translation>用于对比的训练</translation>
        </message>
        <message>
            <source>Test photos predicted</source>
            <translation>已预测的测试照片</translation>
        </message>
        <message>
            <source>The labels are frozen as they are. Once you have corrected them, the ticked runs are trained again with the same recipe, seed and starting weights, and both are compared on the test photos.</source>
            <translation>标注将按现状冻结。您改正之后，勾选的训练会以相同的方案、种子和初始权重重新训练，并在测试照片上对比前后两者。</translation>
        </message>
        <message>
            <source>Tick at least one run.</source>
            <translation>请至少勾选一个训练。</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证集</translation>
        </message>
    </context>
    <context>
        <name>Bindings</name>
        <message>
            <source>The keys in the settings can't be read; the usual keys are used.</source>
            <translation>设置中的快捷键无法读取，已使用默认快捷键。</translation>
        </message>
        <message>
            <source>The keys stored for {0} make no sense; it has its usual ones.</source>
            <translation>“{0}”保存的快捷键无效，已使用其默认快捷键。</translation>
        </message>
        <message>
            <source>The settings give a key to {0}, which this version doesn't have.</source>
            <translation>设置中为“{0}”指定了快捷键，但此版本没有该操作。</translation>
        </message>
        <message>
            <source>{0} was stored for both {1} and {2}; they have their usual keys.</source>
            <translation>{0} 同时保存给了“{1}”和“{2}”，两者均恢复默认快捷键。</translation>
        </message>
    </context>
    <context>
        <name>BoxController</name>
        <message>
            <source>The box is locked and stays as it is. Unlock it first (Edit &gt; Lock).</source>
            <translation>该病灶框已锁定，保持不变。请先解锁（编辑 &gt; 锁定）。</translation>
        </message>
        <message>
            <source>The project has no classes yet, so a box can't get one.</source>
            <translation>项目还没有类别，无法为病灶框指定类别。</translation>
        </message>
        <message>
            <source>The project has no classes yet. Project &gt; Classes… adds some.</source>
            <translation>项目还没有类别。请在“项目 &gt; 类别…”中添加。</translation>
        </message>
        <message>
            <source>There is no box on this photo.</source>
            <translation>这张照片上没有病灶框。</translation>
        </message>
        <message>
            <source>There is no class {0}: the project has {1}.</source>
            <translation>没有类别 {0}：项目共有 {1} 个。</translation>
        </message>
        <message>
            <source>{0} boxes are locked and stay as they are. Unlock them first (Edit &gt; Lock).</source>
            <translation>{0} 个病灶框已锁定，保持不变。请先解锁（编辑 &gt; 锁定）。</translation>
        </message>
    </context>
    <context>
        <name>BoxDetails</name>
        <message>
            <source>Class of the selected boxes</source>
            <translation>所选病灶框的类别</translation>
        </message>
    </context>
    <context>
        <name>BoxList</name>
        <message>
            <source>Boxes</source>
            <translation>病灶框</translation>
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>difficult</source>
            <translation>难辨</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>occluded</source>
            <translation>遮挡</translation>
        </message>
        <message>
            <source>truncated</source>
            <translation>截断</translation>
        </message>
    </context>
    <context>
        <name>CanvasSurface</name>
        <message>
            <source>Photograph</source>
            <translation>照片</translation>
        </message>
    </context>
    <context>
        <name>ChangeText</name>
        <message>
            <source>another answer to a suspect</source>
            <translation>对可疑项的另一回答</translation>
        </message>
        <message>
            <source>boxes in another order</source>
            <translation>病灶框顺序不同</translation>
        </message>
        <message>
            <source>class {0} → {1}</source>
            <translation>类别 {0} → {1}</translation>
        </message>
        <message>
            <source>diagnosis {0} → {1}</source>
            <translation>诊断 {0} → {1}</translation>
        </message>
        <message>
            <source>difficult</source>
            <translation>难辨</translation>
        </message>
        <message>
            <source>flag set</source>
            <translation>已加旗标</translation>
        </message>
        <message>
            <source>flag taken away</source>
            <translation>已取消旗标</translation>
        </message>
        <message>
            <source>labelled</source>
            <translation>已标注</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>new</source>
            <translation>新</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>occluded</source>
            <translation>遮挡</translation>
        </message>
        <message>
            <source>reason: {0}</source>
            <translation>原因：{0}</translation>
        </message>
        <message>
            <source>rejected</source>
            <translation>已排除</translation>
        </message>
        <message>
            <source>state {0} → {1}</source>
            <translation>状态 {0} → {1}</translation>
        </message>
        <message>
            <source>truncated</source>
            <translation>截断</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>已核验</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>{0} added, {1}</source>
            <translation>新增 {0}，{1}</translation>
        </message>
        <message>
            <source>{0} moved {1} px</source>
            <translation>{0} 移动了 {1} px</translation>
        </message>
        <message>
            <source>{0} note: {1}</source>
            <translation>{0} 备注：{1}</translation>
        </message>
        <message>
            <source>{0} removed, {1}</source>
            <translation>删除 {0}，{1}</translation>
        </message>
        <message>
            <source>{0} resized, {1} → {2}</source>
            <translation>{0} 大小改变，{1} → {2}</translation>
        </message>
        <message>
            <source>{0} {1}: {2}</source>
            <translation>{0} {1}：{2}</translation>
        </message>
    </context>
    <context>
        <name>ClassModel</name>
        <message>
            <source>Also called</source>
            <translation>别名</translation>
        </message>
        <message>
            <source>Boxes</source>
            <translation>病灶框</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Diagnoses</source>
            <translation>诊断数</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>{0}, id {1}</source>
            <translation>{0}，编号 {1}</translation>
        </message>
    </context>
    <context>
        <name>ClassPalette</name>
        <message>
            <source>Class name, code or number</source>
            <translation>类别名称、代码或编号</translation>
        </message>
        <message>
            <source>No such class. Project &gt; Classes… adds one.</source>
            <translation>没有这个类别。可用“项目 &gt; 类别…”添加。</translation>
        </message>
    </context>
    <context>
        <name>Classes</name>
        <message>
            <source>Models that will no longer fit and must be trained again: {0} ({1}).</source>
            <translation>将不再适用、须重新训练的模型：{0} 个（{1}）。</translation>
        </message>
    </context>
    <context>
        <name>ClassesController</name>
        <message>
            <source>Change classes?</source>
            <translation>更改类别？</translation>
        </message>
        <message>
            <source>The only class, and it is used: add another one for its boxes first.</source>
            <translation>这是唯一的类别且正在使用：请先为其病灶框添加另一个类别。</translation>
        </message>
        <message>
            <source>Undo brings them back.</source>
            <translation>撤销后即可恢复。</translation>
        </message>
    </context>
    <context>
        <name>ClassesView</name>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Another colour…</source>
            <translation>其他颜色…</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Colour of {0}</source>
            <translation>{0} 的颜色</translation>
        </message>
        <message>
            <source>Find a class</source>
            <translation>查找类别</translation>
        </message>
        <message>
            <source>Merge into…</source>
            <translation>合并到…</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Name of a new class</source>
            <translation>新类别的名称</translation>
        </message>
        <message>
            <source>Names, codes and other names are changed by a double click. Undo takes every change back.</source>
            <translation>双击可修改名称、代码和别名。所有更改都可撤销。</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>移除…</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>{0}, told apart by colour-blind people</source>
            <translation>{0}，色觉障碍者也能区分</translation>
        </message>
    </context>
    <context>
        <name>Cleaning</name>
        <message>
            <source>Ask the runs about the test photos they haven't predicted</source>
            <translation>让这些训练的模型预测尚未预测的测试照片</translation>
        </message>
        <message>
            <source>Begun by {0} on {1}, to be compared with {2}.</source>
            <translation>由 {0} 于 {1} 开始，将与 {2} 对比。</translation>
        </message>
        <message>
            <source>End it</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>End the round</source>
            <translation>结束本轮</translation>
        </message>
        <message>
            <source>End {0}?</source>
            <translation>结束“{0}”？</translation>
        </message>
        <message>
            <source>Go to Train</source>
            <translation>转到“训练”</translation>
        </message>
        <message>
            <source>It has not been compared yet. Labels and runs stay; it can't be gone on with.</source>
            <translation>尚未对比。标注和训练都会保留；但本轮不能再继续。</translation>
        </message>
        <message>
            <source>Labels and runs stay, and what it brought can be shown again.</source>
            <translation>标注和训练都会保留，本轮的成效可以再次查看。</translation>
        </message>
        <message>
            <source>Nothing changed yet</source>
            <translation>尚无改动</translation>
        </message>
        <message>
            <source>On what is predicted so far</source>
            <translation>基于目前已有的预测</translation>
        </message>
        <message>
            <source>Once labels are corrected</source>
            <translation>标注改正之后</translation>
        </message>
        <message>
            <source>Queue the same trainings on the labels as they are now</source>
            <translation>以当前标注将同样的训练加入队列</translation>
        </message>
        <message>
            <source>Queue {0}</source>
            <translation>将{0}加入队列</translation>
        </message>
        <message>
            <source>Same recipe, seed and starting weights; {0} to learn from changed since the round began. The trainings go to the end of the queue and start by themselves, also with this window closed.</source>
            <translation>方案、种子和初始权重均相同；自本轮开始以来，用于学习的照片中有{0}发生改动。训练会排到队列末尾并自动开始，关闭此窗口也照常进行。</translation>
        </message>
        <message>
            <source>Show the gain of each model, and what was mended and broken</source>
            <translation>显示每个模型的提升，以及哪些变对、哪些变错</translation>
        </message>
        <message>
            <source>Show the photos this round has changed</source>
            <translation>显示本轮改动过的照片</translation>
        </message>
        <message>
            <source>The gain, and how sure it is</source>
            <translation>提升及其可靠程度</translation>
        </message>
        <message>
            <source>The models are loaded…</source>
            <translation>正在加载模型…</translation>
        </message>
        <message>
            <source>Train again</source>
            <translation>重新训练</translation>
        </message>
        <message>
            <source>Train {0} again on the labels as they are now?</source>
            <translation>以当前标注重新训练{0}？</translation>
        </message>
        <message>
            <source>Trained; {0} changed since</source>
            <translation>已训练；此后又改动{0}</translation>
        </message>
        <message>
            <source>{0} answers missing</source>
            <translation>缺少 {0} 个预测</translation>
        </message>
        <message>
            <source>{0} broken</source>
            <translation>{0} 变错</translation>
        </message>
        <message>
            <source>{0} came to nothing: again</source>
            <translation>{0} 未成功：重试</translation>
        </message>
        <message>
            <source>{0} fixed · {1} noise</source>
            <translation>改正 {0} · 噪声 {1}</translation>
        </message>
        <message>
            <source>{0} in test</source>
            <translation>测试集 {0}</translation>
        </message>
        <message>
            <source>{0} learned from other labels than those the round began with: the gain counts what changed before it, too.</source>
            <translation>{0} 学习所用的标注与本轮开始时的不同：提升中也计入了此前的变化。</translation>
        </message>
        <message>
            <source>{0} mended</source>
            <translation>{0} 变对</translation>
        </message>
        <message>
            <source>{0} of {1} answers</source>
            <translation>{0} / {1} 个预测</translation>
        </message>
        <message>
            <source>{0} of {1} trained, {2} at work</source>
            <translation>已训练 {0} / {1}，{2} 个进行中</translation>
        </message>
        <message>
            <source>{0} of {1} trained, {2} waiting</source>
            <translation>已训练 {0} / {1}，{2} 个等待中</translation>
        </message>
        <message>
            <source>{0} points ({1})</source>
            <translation>{0} 个百分点（{1}）</translation>
        </message>
        <message>
            <source>{0} predicted</source>
            <translation>已预测 {0}</translation>
        </message>
        <message>
            <source>{0} to test on</source>
            <translation>{0}用于测试</translation>
        </message>
        <message>
            <source>{0} to {1}</source>
            <translation>{0} 至 {1}</translation>
        </message>
        <message>
            <source>{0} trained</source>
            <translation>已训练 {0}</translation>
        </message>
        <message>
            <source>{0} trains on noise too, so marking it changes nothing there.</source>
            <translation>{0} 也用噪声照片训练，因此标为噪声对它没有影响。</translation>
        </message>
    </context>
    <context>
        <name>CleaningBar</name>
        <message>
            <source>Begin a round…</source>
            <translation>开始一轮…</translation>
        </message>
        <message>
            <source>Cleaning round</source>
            <translation>清洗轮</translation>
        </message>
        <message>
            <source>Cleaning round: correct labels and mark noise, train the same models again, and see the gain on test photos nothing was learned from.</source>
            <translation>清洗轮：改正标注并标出噪声，重新训练同样的模型，再在未参与学习的测试照片上查看提升。</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Earlier rounds</source>
            <translation>以前各轮</translation>
        </message>
        <message>
            <source>End this round…</source>
            <translation>结束本轮…</translation>
        </message>
        <message>
            <source>More about cleaning rounds</source>
            <translation>更多清洗轮操作</translation>
        </message>
        <message>
            <source>Predict</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>复核</translation>
        </message>
        <message>
            <source>Show the photos that were right before and are wrong after</source>
            <translation>显示之前正确、之后错误的照片</translation>
        </message>
        <message>
            <source>Show the photos that were wrong before and are right after</source>
            <translation>显示之前错误、之后正确的照片</translation>
        </message>
        <message>
            <source>Something about the runs is to be known</source>
            <translation>关于这些训练有需要了解的事项</translation>
        </message>
        <message>
            <source>Train again</source>
            <translation>重新训练</translation>
        </message>
        <message>
            <source>Train again on today's labels…</source>
            <translation>以当前标注重新训练…</translation>
        </message>
    </context>
    <context>
        <name>CleaningController</name>
        <message>
            <source>Correct labels or mark noise first, then train again.</source>
            <translation>请先改正标注或标出噪声，然后重新训练。</translation>
        </message>
        <message>
            <source>Queued: {0}.</source>
            <translation>已加入队列：{0}。</translation>
        </message>
        <message>
            <source>Round {0}</source>
            <translation>第 {0} 轮</translation>
        </message>
        <message>
            <source>They wait already.</source>
            <translation>它们已在等待。</translation>
        </message>
        <message>
            <source>broken in {0}, {1}</source>
            <translation>{0} 中变错，{1}</translation>
        </message>
        <message>
            <source>changed in {0}</source>
            <translation>{0} 中的改动</translation>
        </message>
        <message>
            <source>mended in {0}, {1}</source>
            <translation>{0} 中变对，{1}</translation>
        </message>
        <message>
            <source>{0} has begun: correct labels and mark noise now.</source>
            <translation>“{0}”已开始：现在请改正标注并标出噪声。</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Find a command</source>
            <translation>查找命令</translation>
        </message>
        <message>
            <source>Nothing that can be done now fits.</source>
            <translation>没有符合且当前可用的命令。</translation>
        </message>
        <message>
            <source>What shall be done?</source>
            <translation>要做什么？</translation>
        </message>
    </context>
    <context>
        <name>ConfusionGrid</name>
        <message>
            <source>Confusion matrix: rows are the truth, columns the prediction</source>
            <translation>混淆矩阵：行为真实类别，列为预测类别</translation>
        </message>
        <message>
            <source>truth ↓    predicted →</source>
            <translation>真实 ↓    预测 →</translation>
        </message>
    </context>
    <context>
        <name>ConfusionModel</name>
        <message>
            <source>No detection</source>
            <translation>无检出</translation>
        </message>
        <message>
            <source>Predicted: {0}</source>
            <translation>预测：{0}</translation>
        </message>
        <message>
            <source>Truth: {0}</source>
            <translation>真实：{0}</translation>
        </message>
        <message>
            <source>{0}: {1} of {2} right ({3} %)</source>
            <translation>{0}：{2} 张中判对 {1} 张（{3} %）</translation>
        </message>
        <message>
            <source>{0}: {1} of {2} taken for {4} ({3} %)</source>
            <translation>{0}：{2} 张中有 {1} 张被判为 {4}（{3} %）</translation>
        </message>
        <message>
            <source>{0}: {1} of {2} without a detection ({3} %)</source>
            <translation>{0}：{2} 张中有 {1} 张无检出（{3} %）</translation>
        </message>
    </context>
    <context>
        <name>ConfusionPage</name>
        <message>
            <source>% of the column</source>
            <translation>占列的百分比</translation>
        </message>
        <message>
            <source>% of the row</source>
            <translation>占行的百分比</translation>
        </message>
        <message>
            <source>Blue is right, orange wrong. Click a cell, or the name of a row or column.</source>
            <translation>蓝色为正确，橙色为错误。点击单元格或行列名称。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>数字</translation>
        </message>
        <message>
            <source>Taken for each other</source>
            <translation>互相误判</translation>
        </message>
        <message>
            <source>There is no such group here.</source>
            <translation>这里没有这样的组。</translation>
        </message>
        <message>
            <source>Two classes are grouped where each is taken for the other, on at least {0} % of their photos. Pairs that share a class make one group.</source>
            <translation>两个类别若互相被误认，且各占其照片的至少 {0} %，则归为一组。共有同一类别的两对合并为一组。</translation>
        </message>
        <message>
            <source>counts</source>
            <translation>计数</translation>
        </message>
    </context>
    <context>
        <name>CopyController</name>
        <message>
            <source>1 box copied from the previous photo.</source>
            <translation>已从上一张照片复制 1 个病灶框。</translation>
        </message>
        <message>
            <source>1 box copied.</source>
            <translation>已复制 1 个病灶框。</translation>
        </message>
        <message>
            <source>1 box of the previous photo: Enter takes it, Esc leaves it</source>
            <translation>上一张照片有 1 个病灶框：Enter 采用，Esc 放弃</translation>
        </message>
        <message>
            <source>1 box pasted.</source>
            <translation>已粘贴 1 个病灶框。</translation>
        </message>
        <message>
            <source>1 box was left out: its class isn't in this project.</source>
            <translation>1 个病灶框未粘贴：其类别不在此项目中。</translation>
        </message>
        <message>
            <source>All boxes of the previous photo are here already.</source>
            <translation>上一张照片的病灶框这里都已有了。</translation>
        </message>
        <message>
            <source>No boxes were copied yet: select some and press Copy.</source>
            <translation>尚未复制病灶框：请先选中再按“复制”。</translation>
        </message>
        <message>
            <source>Select the boxes to be copied first.</source>
            <translation>请先选中要复制的病灶框。</translation>
        </message>
        <message>
            <source>The previous photo has no boxes.</source>
            <translation>上一张照片没有病灶框。</translation>
        </message>
        <message>
            <source>This is the first photo of the list.</source>
            <translation>这是列表中的第一张照片。</translation>
        </message>
        <message>
            <source>{0} boxes copied from the previous photo.</source>
            <translation>已从上一张照片复制 {0} 个病灶框。</translation>
        </message>
        <message>
            <source>{0} boxes copied.</source>
            <translation>已复制 {0} 个病灶框。</translation>
        </message>
        <message>
            <source>{0} boxes of the previous photo: Enter takes them, Esc leaves them</source>
            <translation>上一张照片有 {0} 个病灶框：Enter 采用，Esc 放弃</translation>
        </message>
        <message>
            <source>{0} boxes pasted.</source>
            <translation>已粘贴 {0} 个病灶框。</translation>
        </message>
        <message>
            <source>{0} boxes were left out: their classes aren't in this project.</source>
            <translation>{0} 个病灶框未粘贴：其类别不在此项目中。</translation>
        </message>
    </context>
    <context>
        <name>CurvePlot</name>
        <message>
            <source>epoch</source>
            <translation>轮次</translation>
        </message>
    </context>
    <context>
        <name>CurvesPanel</name>
        <message>
            <source>Learning rate, logarithmic</source>
            <translation>学习率（对数）</translation>
        </message>
        <message>
            <source>Loss: the thin line is training, dots are validation</source>
            <translation>损失：细线为训练，圆点为验证</translation>
        </message>
        <message>
            <source>Validation score, %</source>
            <translation>验证得分（%）</translation>
        </message>
        <message>
            <source>{0}: the ring marks the checkpoint that is kept</source>
            <translation>{0}：圆圈标出保留的检查点</translation>
        </message>
        <message>
            <source>{0}; the thin line is mAP at IoU 0.5</source>
            <translation>{0}；细线为 IoU 0.5 时的 mAP</translation>
        </message>
    </context>
    <context>
        <name>Evaluate</name>
        <message>
            <source>95 % interval</source>
            <translation>95 % 区间</translation>
        </message>
        <message>
            <source>; the {0} worst of {1}</source>
            <translation>；{1} 个中最差的 {0} 个</translation>
        </message>
        <message>
            <source>A bar opens the photos of its bin; a point on a curve opens the photos called this class at its threshold.</source>
            <translation>点击柱形打开该区间的照片；点击曲线上的点打开以其阈值判为该类别的照片。</translation>
        </message>
        <message>
            <source>A lesion is found from IoU</source>
            <translation>病灶算作检出的最低 IoU</translation>
        </message>
        <message>
            <source>Above: photos on which two models say the same; a click opens those on which they differ. Below: McNemar's test on photos only one of them has right; p after Holm's correction for several tests. Bold: below 0.05.</source>
            <translation>上：两个模型结论相同的照片；点击可打开结论不同的照片。下：对只有一个模型判对的照片作 McNemar 检验；p 值经 Holm 多重检验校正。粗体：低于 0.05。</translation>
        </message>
        <message>
            <source>Accuracy by class</source>
            <translation>各类别准确率</translation>
        </message>
        <message>
            <source>Accuracy by group</source>
            <translation>各分组准确率</translation>
        </message>
        <message>
            <source>Accuracy, %</source>
            <translation>准确率（%）</translation>
        </message>
        <message>
            <source>After</source>
            <translation>之后</translation>
        </message>
        <message>
            <source>After, %</source>
            <translation>之后（%）</translation>
        </message>
        <message>
            <source>Agreement</source>
            <translation>一致性</translation>
        </message>
        <message>
            <source>Agreement of models</source>
            <translation>模型间的一致性</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>All classes</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>All photos</source>
            <translation>全部照片</translation>
        </message>
        <message>
            <source>Annotator</source>
            <translation>标注者</translation>
        </message>
        <message>
            <source>Area under the ROC curve</source>
            <translation>ROC 曲线下面积</translation>
        </message>
        <message>
            <source>At {0} %: {1} called {2}, {3} of them rightly; {4} of {5} found</source>
            <translation>阈值 {0} %：{1} 张被判为该类，其中 {2} 中的 {3} 张正确；{5} 张中找到 {4} 张</translation>
        </message>
        <message>
            <source>Average precision at IoU {0}: {1}</source>
            <translation>IoU {0} 下的平均精度：{1}</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>此前</translation>
        </message>
        <message>
            <source>Before and after</source>
            <translation>前后对比</translation>
        </message>
        <message>
            <source>Before, %</source>
            <translation>之前（%）</translation>
        </message>
        <message>
            <source>Both wrong</source>
            <translation>均判错</translation>
        </message>
        <message>
            <source>Boxes count as found lesions from score {0}, whatever their class; the curve asks for the right class too. No box is an IoU of 0.</source>
            <translation>病灶框得分达到 {0} 即算检出，不论类别；曲线还要求类别正确。无框时 IoU 计为 0。</translation>
        </message>
        <message>
            <source>Broken</source>
            <translation>变差</translation>
        </message>
        <message>
            <source>Called it</source>
            <translation>判为该类</translation>
        </message>
        <message>
            <source>Choose two models that judged the same photos.</source>
            <translation>请选择两个评判过相同照片的模型。</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Class of the curves</source>
            <translation>曲线的类别</translation>
        </message>
        <message>
            <source>Class sizes</source>
            <translation>类别大小</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Classes taken for each other</source>
            <translation>互相误判的类别</translation>
        </message>
        <message>
            <source>Confusion matrix of {0}</source>
            <translation>{0} 的混淆矩阵</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Detections by class</source>
            <translation>各类别的检出</translation>
        </message>
        <message>
            <source>Detector</source>
            <translation>检测器</translation>
        </message>
        <message>
            <source>Detectors</source>
            <translation>检测器</translation>
        </message>
        <message>
            <source>Each point is an ensemble; the line follows the best of each size.</source>
            <translation>每个点是一个集成；折线经过各规模中的最佳者。</translation>
        </message>
        <message>
            <source>Ensemble of</source>
            <translation>集成自</translation>
        </message>
        <message>
            <source>Ensembles</source>
            <translation>集成</translation>
        </message>
        <message>
            <source>First</source>
            <translation>第一个</translation>
        </message>
        <message>
            <source>From {0} to {1}: {2} points on {3} photos; {4} mended, {5} broken; McNemar's p {6}.</source>
            <translation>从 {0} 到 {1}：在 {3} 张照片上变化 {2} 个百分点；改正 {4} 张，变差 {5} 张；McNemar 检验 p {6}。</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>提升</translation>
        </message>
        <message>
            <source>Gain by class</source>
            <translation>各类别提升</translation>
        </message>
        <message>
            <source>Group by</source>
            <translation>分组依据</translation>
        </message>
        <message>
            <source>Groups</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>Groups of fewer than {0} photos are shown muted: their intervals are too wide to tell much.</source>
            <translation>少于 {0} 张照片的分组以灰色显示：其区间太宽，难以说明问题。</translation>
        </message>
        <message>
            <source>Harmonic mean of precision and recall</source>
            <translation>精确率与召回率的调和平均</translation>
        </message>
        <message>
            <source>How often chance alone gives so large a difference</source>
            <translation>仅凭偶然出现如此大差异的概率</translation>
        </message>
        <message>
            <source>IoU of the surest box</source>
            <translation>最确信框的 IoU</translation>
        </message>
        <message>
            <source>IoU {0} to {1} by {2}</source>
            <translation>{2} 的 IoU {0} 至 {1}</translation>
        </message>
        <message>
            <source>IoU {0} to {1}: {2} photos</source>
            <translation>IoU {0} 至 {1}：{2} 张照片</translation>
        </message>
        <message>
            <source>Judged by {0}</source>
            <translation>由 {0} 评判</translation>
        </message>
        <message>
            <source>Lesions found</source>
            <translation>检出的病灶</translation>
        </message>
        <message>
            <source>McNemar's test</source>
            <translation>McNemar 检验</translation>
        </message>
        <message>
            <source>Mean of the classes</source>
            <translation>各类别平均</translation>
        </message>
        <message>
            <source>Mended</source>
            <translation>改正</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>No detection</source>
            <translation>无检出</translation>
        </message>
        <message>
            <source>No patients, annotators or metadata columns with two values or more are known.</source>
            <translation>没有已知的患者、标注者或含两个以上取值的元数据列。</translation>
        </message>
        <message>
            <source>No split</source>
            <translation>未划分</translation>
        </message>
        <message>
            <source>Of the top-1 accuracy</source>
            <translation>首选准确率的</translation>
        </message>
        <message>
            <source>Only first right</source>
            <translation>仅第一个判对</translation>
        </message>
        <message>
            <source>Only second right</source>
            <translation>仅第二个判对</translation>
        </message>
        <message>
            <source>Only {0} right, not {1}</source>
            <translation>仅 {0} 判对，{1} 判错</translation>
        </message>
        <message>
            <source>Over patients where they are known</source>
            <translation>已知患者时按患者计算</translation>
        </message>
        <message>
            <source>Patient</source>
            <translation>患者</translation>
        </message>
        <message>
            <source>Patients</source>
            <translation>患者</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Photos by class</source>
            <translation>各类别照片</translation>
        </message>
        <message>
            <source>Photos by class and split</source>
            <translation>各类别与划分的照片</translation>
        </message>
        <message>
            <source>Photos on which it found nothing</source>
            <translation>未检出任何病灶的照片</translation>
        </message>
        <message>
            <source>Photos taken for this class</source>
            <translation>被判为该类的照片</translation>
        </message>
        <message>
            <source>Precision and recall of boxes</source>
            <translation>病灶框的精确率与召回率</translation>
        </message>
        <message>
            <source>Precision and recall of {0}</source>
            <translation>{0} 的精确率与召回率</translation>
        </message>
        <message>
            <source>Precision and recall of {0}; average precision {1}</source>
            <translation>{0} 的精确率与召回率；平均精度 {1}</translation>
        </message>
        <message>
            <source>Precision, %</source>
            <translation>精确率（%）</translation>
        </message>
        <message>
            <source>ROC of {0}</source>
            <translation>{0} 的 ROC</translation>
        </message>
        <message>
            <source>ROC of {0}; area {1}</source>
            <translation>{0} 的 ROC；曲线下面积 {1}</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>名次</translation>
        </message>
        <message>
            <source>Recall, %</source>
            <translation>召回率（%）</translation>
        </message>
        <message>
            <source>Reliability</source>
            <translation>可靠性</translation>
        </message>
        <message>
            <source>Reliability; expected calibration error {0} %</source>
            <translation>可靠性；期望校准误差 {0} %</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>判对</translation>
        </message>
        <message>
            <source>Right before, wrong after</source>
            <translation>之前判对，之后判错</translation>
        </message>
        <message>
            <source>Said {0} to {1} %: {2} photos, {3} % right</source>
            <translation>给出 {0} 至 {1} %：{2} 张照片，{3} % 正确</translation>
        </message>
        <message>
            <source>Same answer, %</source>
            <translation>相同结论（%）</translation>
        </message>
        <message>
            <source>Score from {0}: precision {1} %, recall {2} %; {3} photos have such a box</source>
            <translation>得分从 {0} 起：精确率 {1} %，召回率 {2} %；{3} 张照片有这样的框</translation>
        </message>
        <message>
            <source>Scores by class</source>
            <translation>各类别得分</translation>
        </message>
        <message>
            <source>Second</source>
            <translation>第二个</translation>
        </message>
        <message>
            <source>Share of all photos of these classes</source>
            <translation>占这些类别全部照片的比例</translation>
        </message>
        <message>
            <source>Share of the class that is right</source>
            <translation>该类别中判对的比例</translation>
        </message>
        <message>
            <source>Share of these that are right</source>
            <translation>其中判对的比例</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>规模</translation>
        </message>
        <message>
            <source>Size of the ensemble against accuracy</source>
            <translation>集成规模与准确率</translation>
        </message>
        <message>
            <source>Sum of the ticked classifiers' probabilities</source>
            <translation>所勾选分类器的概率之和</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Table {0}: {1}</source>
            <translation>表 {0}：{1}</translation>
        </message>
        <message>
            <source>Tables II to IV</source>
            <translation>表 II 至 IV</translation>
        </message>
        <message>
            <source>Taken for {0} by {1}</source>
            <translation>被 {1} 误判为 {0}</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>The best were chosen on these photos, so on others they will do a little worse. Weights count here.</source>
            <translation>最佳集成是在这些照片上选出的，因此在其他照片上会稍差。此处计入权重。</translation>
        </message>
        <message>
            <source>The ticked models</source>
            <translation>勾选的模型</translation>
        </message>
        <message>
            <source>Tick a classifier that has predicted to see its curves.</source>
            <translation>勾选一个已有预测的分类器，即可查看其曲线。</translation>
        </message>
        <message>
            <source>Tick a detector that has predicted to judge its boxes.</source>
            <translation>勾选一个已有预测的检测器，即可评判其病灶框。</translation>
        </message>
        <message>
            <source>Tick a model that has predicted to see how it does by group.</source>
            <translation>勾选一个已有预测的模型，即可查看其各分组的表现。</translation>
        </message>
        <message>
            <source>Tick two models that have predicted to compare what they say.</source>
            <translation>勾选两个已有预测的模型，即可比较它们的结论。</translation>
        </message>
        <message>
            <source>Tick two models that have predicted to set them side by side.</source>
            <translation>勾选两个已有预测的模型，即可并排对比。</translation>
        </message>
        <message>
            <source>Tick two to {0} classifiers that have predicted: their ensembles are ranked here.</source>
            <translation>勾选 2 到 {0} 个已有预测的分类器：此处对其集成进行排名。</translation>
        </message>
        <message>
            <source>Top-{0}, %</source>
            <translation>前 {0}（%）</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>Wrong</source>
            <translation>判错</translation>
        </message>
        <message>
            <source>Wrong before, right after</source>
            <translation>之前判错，之后判对</translation>
        </message>
        <message>
            <source>Wrong by {0}</source>
            <translation>被 {0} 判错</translation>
        </message>
        <message>
            <source>accuracy, %</source>
            <translation>准确率（%）</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>classifiers in the ensemble</source>
            <translation>集成中的分类器数</translation>
        </message>
        <message>
            <source>few photos</source>
            <translation>照片较少</translation>
        </message>
        <message>
            <source>found, %</source>
            <translation>检出（%）</translation>
        </message>
        <message>
            <source>missed</source>
            <translation>漏检</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>of theirs</source>
            <translation>占其</translation>
        </message>
        <message>
            <source>p, Holm</source>
            <translation>p（Holm）</translation>
        </message>
        <message>
            <source>photos</source>
            <translation>张照片</translation>
        </message>
        <message>
            <source>photos, log2</source>
            <translation>照片数（log2）</translation>
        </message>
        <message>
            <source>points of accuracy gained</source>
            <translation>准确率提升（百分点）</translation>
        </message>
        <message>
            <source>probability of the class it chose</source>
            <translation>所选类别的概率</translation>
        </message>
        <message>
            <source>share of boxes that are right</source>
            <translation>正确框的比例</translation>
        </message>
        <message>
            <source>share of lesions found</source>
            <translation>检出病灶的比例</translation>
        </message>
        <message>
            <source>share of others called it</source>
            <translation>其他照片中被判为该类的比例</translation>
        </message>
        <message>
            <source>share of the class found</source>
            <translation>该类别中被找到的比例</translation>
        </message>
        <message>
            <source>share of those called it that are</source>
            <translation>被判为该类者中正确的比例</translation>
        </message>
        <message>
            <source>share right</source>
            <translation>正确的比例</translation>
        </message>
        <message>
            <source>top-1, %</source>
            <translation>首选（%）</translation>
        </message>
        <message>
            <source>{0}
{1} of {2} right; a click opens the {3} wrong</source>
            <translation>{0}
{2} 张中判对 {1} 张；点击打开判错的 {3} 张</translation>
        </message>
        <message>
            <source>{0} and {1} differ</source>
            <translation>{0} 与 {1} 不同</translation>
        </message>
        <message>
            <source>{0} and {1} say the same of {2} of {3} photos</source>
            <translation>{0} 与 {1} 在 {3} 张照片中的 {2} 张上结论相同</translation>
        </message>
        <message>
            <source>{0} at least {1} % sure of {2}</source>
            <translation>{0}，对 {2} 的把握至少 {1} %</translation>
        </message>
        <message>
            <source>{0} by group with 95 % intervals; dashed: all photos</source>
            <translation>{0} 的分组结果及 95 % 区间；虚线：全部照片</translation>
        </message>
        <message>
            <source>{0} lesions on {1} photos</source>
            <translation>{1} 张照片上的 {0} 处病灶</translation>
        </message>
        <message>
            <source>{0} of {1} photos not predicted yet</source>
            <translation>{1} 张照片中有 {0} 张尚未预测</translation>
        </message>
        <message>
            <source>{0} on which {1} found nothing</source>
            <translation>{0}，{1} 在其上未检出病灶</translation>
        </message>
        <message>
            <source>{0} photos with human boxes; mean IoU {1}</source>
            <translation>{0} 张照片带人工病灶框；平均 IoU {1}</translation>
        </message>
        <message>
            <source>{0} photos: {1}</source>
            <translation>{0} 张照片：{1}</translation>
        </message>
        <message>
            <source>{0} right</source>
            <translation>{0} 判对</translation>
        </message>
        <message>
            <source>{0} right in its first {1}</source>
            <translation>{0} 的前 {1} 个中有正确类别</translation>
        </message>
        <message>
            <source>{0} sure to {1} to {2} %</source>
            <translation>{0} 的把握为 {1} 至 {2} %</translation>
        </message>
        <message>
            <source>{0} that both get wrong</source>
            <translation>{0}，两者均判错</translation>
        </message>
        <message>
            <source>{0} that flipped between {1} and {2}</source>
            <translation>{0}，在 {1} 与 {2} 之间结论翻转</translation>
        </message>
        <message>
            <source>{0} that {1} got right</source>
            <translation>{0}，{1} 判对</translation>
        </message>
        <message>
            <source>{0} that {1} got wrong</source>
            <translation>{0}，{1} 判错</translation>
        </message>
        <message>
            <source>{0} that {2} breaks</source>
            <translation>{0}，{2} 使其变差</translation>
        </message>
        <message>
            <source>{0} that {2} mends</source>
            <translation>{0}，{2} 使其改正</translation>
        </message>
        <message>
            <source>{0} was trained on {1} of these {2} photos: its numbers here tell what it remembers, not how it does on new ones.</source>
            <translation>{0} 曾用这 {2} 张照片中的 {1} 张训练：此处的数字只说明它记住了什么，不说明它对新照片的表现。</translation>
        </message>
        <message>
            <source>{0} were trained on {1} of these {2} photos: numbers here tell what they remember, not how they do on new ones.</source>
            <translation>{0} 曾用这 {2} 张照片中的 {1} 张训练：此处的数字只说明它们记住了什么，不说明它们对新照片的表现。</translation>
        </message>
        <message>
            <source>{0} with a box of score {1} or more</source>
            <translation>{0}，有得分不低于 {1} 的框</translation>
        </message>
        <message>
            <source>{0} with a lesion that {1} found</source>
            <translation>{0}，含 {1} 检出的病灶</translation>
        </message>
        <message>
            <source>{0} with a lesion that {1} missed</source>
            <translation>{0}，含 {1} 漏检的病灶</translation>
        </message>
        <message>
            <source>{0}, other classes</source>
            <translation>{0}，类别不同</translation>
        </message>
        <message>
            <source>{0}, out of fold</source>
            <translation>{0}，折外</translation>
        </message>
        <message>
            <source>{0}, still training</source>
            <translation>{0}，仍在训练</translation>
        </message>
        <message>
            <source>{0}, taken for each other by {1}</source>
            <translation>{0}，被 {1} 互相误判</translation>
        </message>
        <message>
            <source>{0}, unfinished</source>
            <translation>{0}，未完成</translation>
        </message>
        <message>
            <source>{0}: {1} of {2} right, {3} to {4} %; a click opens the photos</source>
            <translation>{0}：{2} 张中判对 {1} 张，{3} 至 {4} %；点击打开照片</translation>
        </message>
        <message>
            <source>{0}: {1} points; {2} photos flipped</source>
            <translation>{0}：{1} 个百分点；{2} 张照片翻转</translation>
        </message>
    </context>
    <context>
        <name>EvaluateController</name>
        <message>
            <source>All photos</source>
            <translation>全部照片</translation>
        </message>
        <message>
            <source>Asks the ticked models about the photos they have not seen; stored rows are kept</source>
            <translation>询问所勾选的模型尚未看过的照片；已存的结果保留</translation>
        </message>
        <message>
            <source>At least one ticked classifier needs a weight above 0.</source>
            <translation>至少一个勾选的分类器需要大于 0 的权重。</translation>
        </message>
        <message>
            <source>Go to Annotate</source>
            <translation>转到“标注”</translation>
        </message>
        <message>
            <source>Go to Train</source>
            <translation>转到“训练”</translation>
        </message>
        <message>
            <source>Import some in Annotate first.</source>
            <translation>请先在“标注”中导入照片。</translation>
        </message>
        <message>
            <source>Make a split in the Train dialog or with `dermdesk split`, or judge on all photos.</source>
            <translation>请在“训练”对话框中或用 `dermdesk split` 进行划分，或以全部照片评判。</translation>
        </message>
        <message>
            <source>No model has been trained yet</source>
            <translation>还没有训练过模型</translation>
        </message>
        <message>
            <source>No model is ticked</source>
            <translation>没有勾选模型</translation>
        </message>
        <message>
            <source>No photo of the {0} has a diagnosis, so nobody can be right or wrong.</source>
            <translation>{0}中没有带诊断的照片，因此无从判断对错。</translation>
        </message>
        <message>
            <source>No photo with a class</source>
            <translation>没有带类别的照片</translation>
        </message>
        <message>
            <source>No photo: {0}.</source>
            <translation>没有照片：{0}。</translation>
        </message>
        <message>
            <source>No project is open</source>
            <translation>没有打开的项目</translation>
        </message>
        <message>
            <source>Not predicted by {0} yet</source>
            <translation>{0} 尚未预测</translation>
        </message>
        <message>
            <source>Nothing predicted yet</source>
            <translation>尚无预测</translation>
        </message>
        <message>
            <source>Open or create one to see how good its models are.</source>
            <translation>打开或新建一个项目，查看其模型的表现。</translation>
        </message>
        <message>
            <source>Pictures (*.png *.svg)</source>
            <translation>图片 (*.png *.svg)</translation>
        </message>
        <message>
            <source>Predict {0} missing</source>
            <translation>预测缺失的 {0} 张</translation>
        </message>
        <message>
            <source>Reading stored predictions…</source>
            <translation>正在读取已存的预测…</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>表格 (*.csv)</translation>
        </message>
        <message>
            <source>Taken for {0} by {1}</source>
            <translation>被 {1} 误判为 {0}</translation>
        </message>
        <message>
            <source>Test split</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>The photos are not split yet</source>
            <translation>照片尚未划分</translation>
        </message>
        <message>
            <source>The project has no photos yet</source>
            <translation>项目还没有照片</translation>
        </message>
        <message>
            <source>The project is open read-only, so predictions can't be stored</source>
            <translation>项目以只读方式打开，无法保存预测</translation>
        </message>
        <message>
            <source>The ticked models don't fit the project's classes</source>
            <translation>勾选的模型与项目的类别不符</translation>
        </message>
        <message>
            <source>Tick models in the table to compare them here.</source>
            <translation>请在表中勾选模型，以便在此比较。</translation>
        </message>
        <message>
            <source>Train one on the training split; its predictions on the test split are judged here.</source>
            <translation>请在训练集上训练一个模型；此处评判它在测试集上的预测。</translation>
        </message>
        <message>
            <source>Training split</source>
            <translation>训练集</translation>
        </message>
        <message>
            <source>Validation split</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>don't fit the project's classes: {0}</source>
            <translation>与项目的类别不符：{0}</translation>
        </message>
        <message>
            <source>thin line: 95 % interval</source>
            <translation>细线：95 % 区间</translation>
        </message>
        <message>
            <source>thin line: 95 % interval; thick line: the paper's model</source>
            <translation>细线：95 % 区间；粗线：论文中的模型</translation>
        </message>
        <message>
            <source>{0} has not seen the {1} photos of the {2} yet.</source>
            <translation>{0} 尚未看过{2}的 {1} 张照片。</translation>
        </message>
        <message>
            <source>{0} have not seen the {1} photos of the {2} yet.</source>
            <translation>{0} 尚未看过{2}的 {1} 张照片。</translation>
        </message>
        <message>
            <source>{0} noise or rejected left out</source>
            <translation>{0} 张噪声或已排除的照片不计入</translation>
        </message>
        <message>
            <source>{0} on which {1} found nothing</source>
            <translation>{0}，{1} 在其上未检出病灶</translation>
        </message>
        <message>
            <source>{0} photos with a class</source>
            <translation>{0} 张带类别的照片</translation>
        </message>
        <message>
            <source>{0} that {1} recognised</source>
            <translation>{0}，被 {1} 认出</translation>
        </message>
        <message>
            <source>{0} that {1} took for {2}</source>
            <translation>{0}，被 {1} 误判为 {2}</translation>
        </message>
        <message>
            <source>{0} without one left out</source>
            <translation>{0} 张没有类别的不计入</translation>
        </message>
        <message>
            <source>{0}, {1} that {2} got right</source>
            <translation>{0}，{1}，{2} 判对</translation>
        </message>
        <message>
            <source>{0}, {1} that {2} got wrong</source>
            <translation>{0}，{1}，{2} 判错</translation>
        </message>
        <message>
            <source>{0}. Train again with these classes, or take the change back.</source>
            <translation>{0}。请用这些类别重新训练，或撤销更改。</translation>
        </message>
        <message>
            <source>{1} found nothing</source>
            <translation>{1} 未检出病灶</translation>
        </message>
    </context>
    <context>
        <name>EvaluateView</name>
        <message>
            <source>Accuracy by class</source>
            <translation>各类别准确率</translation>
        </message>
        <message>
            <source>By class</source>
            <translation>按类别</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Confusion</source>
            <translation>混淆</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>混淆矩阵</translation>
        </message>
        <message>
            <source>Equal weights</source>
            <translation>等权重</translation>
        </message>
        <message>
            <source>Judge on</source>
            <translation>评判范围</translation>
        </message>
        <message>
            <source>Let every ticked classifier count the same in EnsembleNet</source>
            <translation>让每个勾选的分类器在 EnsembleNet 中权重相同</translation>
        </message>
        <message>
            <source>Loading {0}…</source>
            <translation>正在加载 {0}…</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Photos to judge on</source>
            <translation>用于评判的照片</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save charts as pictures and tables as CSV</source>
            <translation>将图表存为图片，将表格存为 CSV</translation>
        </message>
        <message>
            <source>{0} as CSV…</source>
            <translation>将{0}存为 CSV…</translation>
        </message>
        <message>
            <source>{0} as PNG or SVG…</source>
            <translation>将{0}存为 PNG 或 SVG…</translation>
        </message>
        <message>
            <source>{0} of {1} predictions</source>
            <translation>{0} / {1} 个预测</translation>
        </message>
    </context>
    <context>
        <name>FeatureAsking</name>
        <message>
            <source>Copies that were cropped or turned are found by what a classifier sees: train one first.</source>
            <translation>裁剪或旋转过的副本要靠分类器所见来查找：请先训练一个分类器。</translation>
        </message>
        <message>
            <source>Seen by</source>
            <translation>由谁来看</translation>
        </message>
        <message>
            <source>{0} could not be read.</source>
            <translation>{0}无法读取。</translation>
        </message>
        <message>
            <source>{0} has seen {1} anew; {2} were known before.</source>
            <translation>{0} 新看了{1}；此前已知 {2} 张。</translation>
        </message>
    </context>
    <context>
        <name>GivingAwayDialog</name>
        <message>
            <source>Class that stays</source>
            <translation>保留的类别</translation>
        </message>
        <message>
            <source>Imports that say {0} will then mean {1}.</source>
            <translation>之后导入时，{0} 将表示 {1}。</translation>
        </message>
        <message>
            <source>It is one step: undo takes it back.</source>
            <translation>这是一个步骤：可以撤销。</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>合并</translation>
        </message>
        <message>
            <source>Merge class</source>
            <translation>合并类别</translation>
        </message>
        <message>
            <source>Merge {0} into</source>
            <translation>将 {0} 合并到</translation>
        </message>
        <message>
            <source>No box and no diagnosis has this class.</source>
            <translation>没有病灶框或诊断属于此类别。</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Remove class</source>
            <translation>移除类别</translation>
        </message>
        <message>
            <source>Remove {0} and make what it has</source>
            <translation>移除 {0}，并将其内容改为</translation>
        </message>
        <message>
            <source>Will change: {0} boxes and {1} diagnoses, on {2} photos.</source>
            <translation>将更改：{2} 张照片上的 {0} 个病灶框和 {1} 个诊断。</translation>
        </message>
    </context>
    <context>
        <name>HeatController</name>
        <message>
            <source>The models can't be asked now.</source>
            <translation>现在无法询问模型。</translation>
        </message>
    </context>
    <context>
        <name>HeatPanel</name>
        <message>
            <source>Asking the model…</source>
            <translation>正在询问模型…</translation>
        </message>
        <message>
            <source>Draw a box around the lesion to see how much of the heat lies inside it.</source>
            <translation>在病灶周围画框，即可看到多少热度落在框内。</translation>
        </message>
        <message>
            <source>Heat</source>
            <translation>热力图</translation>
        </message>
        <message>
            <source>Nothing in this photo speaks for this class.</source>
            <translation>此照片中没有支持该类别的证据。</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>不透明度</translation>
        </message>
        <message>
            <source>Opacity of the heat map</source>
            <translation>热力图的不透明度</translation>
        </message>
        <message>
            <source>Where {0} looked for {1}</source>
            <translation>{0} 判断 {1} 时所看的位置</translation>
        </message>
        <message>
            <source>little</source>
            <translation>低</translation>
        </message>
        <message>
            <source>much</source>
            <translation>高</translation>
        </message>
        <message>
            <source>the lesion box</source>
            <translation>该病灶框</translation>
        </message>
        <message>
            <source>the lesion boxes</source>
            <translation>这些病灶框</translation>
        </message>
        <message>
            <source>{0} % of the heat lies inside {1}</source>
            <translation>{0} % 的热度位于{1}之内</translation>
        </message>
    </context>
    <context>
        <name>HeatScale</name>
        <message>
            <source>Colours from little to much heat</source>
            <translation>热度由低到高的颜色</translation>
        </message>
    </context>
    <context>
        <name>HistoryController</name>
        <message>
            <source>As it came into the project</source>
            <translation>导入项目时的样子</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Nobody has changed anything here yet. Each edit will be listed, and can be gone back to.</source>
            <translation>这里还没有任何改动。每次编辑都会列出，并可恢复。</translation>
        </message>
        <message>
            <source>Nothing was changed in this project yet.</source>
            <translation>此项目中还没有任何改动。</translation>
        </message>
        <message>
            <source>{0} added</source>
            <translation>已添加 {0}</translation>
        </message>
        <message>
            <source>{0} is now {1}</source>
            <translation>{0} 现为 {1}</translation>
        </message>
        <message>
            <source>{0} photos</source>
            <translation>{0} 张照片</translation>
        </message>
        <message>
            <source>{0} removed</source>
            <translation>已删除 {0}</translation>
        </message>
    </context>
    <context>
        <name>HistoryPanel</name>
        <message>
            <source>Go to photo</source>
            <translation>转到照片</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Make the labels what they were after this change, as a new edit</source>
            <translation>将标注恢复为此次改动之后的样子（作为一次新的编辑）</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Restore this version</source>
            <translation>恢复此版本</translation>
        </message>
        <message>
            <source>This photo</source>
            <translation>此照片</translation>
        </message>
    </context>
    <context>
        <name>ImageList</name>
        <message>
            <source>1 box</source>
            <translation>1 框</translation>
        </message>
        <message>
            <source>flagged</source>
            <translation>已加旗标</translation>
        </message>
        <message>
            <source>labelled</source>
            <translation>已标注</translation>
        </message>
        <message>
            <source>new</source>
            <translation>新</translation>
        </message>
        <message>
            <source>no box</source>
            <translation>无病灶框</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>rejected</source>
            <translation>已排除</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>已核验</translation>
        </message>
        <message>
            <source>{0} boxes</source>
            <translation>{0} 框</translation>
        </message>
    </context>
    <context>
        <name>ImageListView</name>
        <message>
            <source>Photographs</source>
            <translation>照片</translation>
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message numerus="yes">
            <source>%Ln lesion boxes</source>
            <translation>
                <numerusform>%Ln 个病灶框</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs added</source>
            <translation>
                <numerusform>已添加 %Ln 张照片</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems:</source>
            <translation>
                <numerusform>%Ln 个问题：</numerusform>
            </translation>
        </message>
        <message>
            <source>Add classes the project doesn't have yet</source>
            <translation>添加项目中还没有的类别</translation>
        </message>
        <message>
            <source>Boxes</source>
            <translation>病灶框</translation>
        </message>
        <message>
            <source>CSV with file, class, patient, split</source>
            <translation>含文件、类别、患者、划分的 CSV</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Choose the folder of photographs.</source>
            <translation>请选择照片文件夹。</translation>
        </message>
        <message>
            <source>Folder of Pascal VOC files, if they lie elsewhere</source>
            <translation>Pascal VOC 文件所在的文件夹（若在别处）</translation>
        </message>
        <message>
            <source>Folder of boxes</source>
            <translation>病灶框文件夹</translation>
        </message>
        <message>
            <source>Folder of photographs</source>
            <translation>照片文件夹</translation>
        </message>
        <message>
            <source>Folder; its sub-folders may name the classes</source>
            <translation>文件夹；其子文件夹可作为类别名</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Import photographs</source>
            <translation>导入照片</translation>
        </message>
        <message>
            <source>Looking for photographs…</source>
            <translation>正在查找照片…</translation>
        </message>
        <message>
            <source>Metadata</source>
            <translation>元数据</translation>
        </message>
        <message>
            <source>Metadata table</source>
            <translation>元数据表</translation>
        </message>
        <message>
            <source>Photographs</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Photographs stay where they are and are only read. Importing twice adds nothing twice.</source>
            <translation>照片留在原处，只被读取。重复导入不会重复添加。</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
            <translation>表格 (*.csv *.tsv *.txt);;所有文件 (*)</translation>
        </message>
        <message>
            <source>new classes: {0}</source>
            <translation>新类别：{0}</translation>
        </message>
        <message>
            <source>no problems</source>
            <translation>没有问题</translation>
        </message>
        <message>
            <source>{0} of {1} photographs</source>
            <translation>{0} / {1} 张照片</translation>
        </message>
        <message>
            <source>{0} were there already</source>
            <translation>{0} 张此前已存在</translation>
        </message>
    </context>
    <context>
        <name>InferenceProcess</name>
        <message>
            <source>It last said: {0}</source>
            <translation>其最后输出：{0}</translation>
        </message>
        <message>
            <source>It said nothing within the time it was given.</source>
            <translation>它在规定时间内没有任何响应。</translation>
        </message>
        <message>
            <source>The prediction process can't be started: {0}.</source>
            <translation>无法启动预测进程：{0}。</translation>
        </message>
        <message>
            <source>The prediction process ended with code {0}.</source>
            <translation>预测进程以代码 {0} 结束。</translation>
        </message>
        <message>
            <source>The prediction process was ended from outside.</source>
            <translation>预测进程被外部终止。</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>Diagnosis</source>
            <translation>诊断</translation>
        </message>
        <message>
            <source>Diagnosis of the whole photograph</source>
            <translation>整张照片的诊断</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Lesion boxes</source>
            <translation>病灶框</translation>
        </message>
        <message>
            <source>No box yet: drag over the lesion, or press W.</source>
            <translation>还没有病灶框：在病灶上拖动，或按 W。</translation>
        </message>
        <message>
            <source>No diagnosis</source>
            <translation>无诊断</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>Predictions</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>已排除</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>已核验</translation>
        </message>
    </context>
    <context>
        <name>KeysDialog</name>
        <message>
            <source>Action</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Actions and their keys</source>
            <translation>操作及其快捷键</translation>
        </message>
        <message>
            <source>Add a key…</source>
            <translation>添加快捷键…</translation>
        </message>
        <message>
            <source>All actions have their usual keys again.</source>
            <translation>所有操作已恢复默认快捷键。</translation>
        </message>
        <message>
            <source>All usual keys</source>
            <translation>全部恢复默认</translation>
        </message>
        <message>
            <source>Change key…</source>
            <translation>更改快捷键…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>保持不变</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>No key</source>
            <translation>清除快捷键</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>未作任何更改。</translation>
        </message>
        <message>
            <source>Press the new key for {0}. Esc leaves it as it is.</source>
            <translation>请按下“{0}”的新快捷键。按 Esc 保持不变。</translation>
        </message>
        <message>
            <source>Return or a double click on a row gives it another key; bold keys were chosen.</source>
            <translation>在某行按回车或双击即可更改其快捷键；粗体为自选的快捷键。</translation>
        </message>
        <message>
            <source>Search actions and keys</source>
            <translation>搜索操作和快捷键</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>占用</translation>
        </message>
        <message>
            <source>Usual key</source>
            <translation>恢复默认</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>作用</translation>
        </message>
        <message>
            <source>{0} belongs to {1}. Shall {2} take it?</source>
            <translation>{0} 属于“{1}”。要改给“{2}”吗？</translation>
        </message>
        <message>
            <source>{0} has its usual key again.</source>
            <translation>“{0}”已恢复默认快捷键。</translation>
        </message>
        <message>
            <source>{0} has no key now.</source>
            <translation>“{0}”现在没有快捷键。</translation>
        </message>
        <message>
            <source>{0} is done while a key is held, so it takes a key alone.</source>
            <translation>“{0}”需要按住按键进行，只能使用单个按键。</translation>
        </message>
        <message>
            <source>{0} now has {1}.</source>
            <translation>“{0}”的快捷键现为 {1}。</translation>
        </message>
    </context>
    <context>
        <name>Legend</name>
        <message>
            <source>Legend: {0}</source>
            <translation>图例：{0}</translation>
        </message>
    </context>
    <context>
        <name>ListController</name>
        <message>
            <source>Every photo of the list is labelled.</source>
            <translation>列表中的照片都已标注。</translation>
        </message>
        <message>
            <source>Every photo of the list is verified or left out.</source>
            <translation>列表中的照片都已核验或排除。</translation>
        </message>
        <message>
            <source>No other photo of the list is flagged.</source>
            <translation>列表中没有其他加旗标的照片。</translation>
        </message>
        <message>
            <source>The first photo.</source>
            <translation>已是第一张照片。</translation>
        </message>
        <message>
            <source>The last photo of the list.</source>
            <translation>已是列表中最后一张照片。</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>第 {0} / {1} 张</translation>
        </message>
    </context>
    <context>
        <name>ListPanel</name>
        <message>
            <source>Any class</source>
            <translation>任意类别</translation>
        </message>
        <message>
            <source>Any split</source>
            <translation>任意划分</translation>
        </message>
        <message>
            <source>Any state</source>
            <translation>任意状态</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Name of the view</source>
            <translation>视图名称</translation>
        </message>
        <message>
            <source>No photograph fits the filter.</source>
            <translation>没有照片符合筛选条件。</translation>
        </message>
        <message>
            <source>No photographs yet.</source>
            <translation>尚无照片。</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Rename view</source>
            <translation>重命名视图</translation>
        </message>
        <message>
            <source>Save this view</source>
            <translation>保存此视图</translation>
        </message>
        <message>
            <source>Save this view…</source>
            <translation>保存此视图…</translation>
        </message>
        <message>
            <source>Saved views</source>
            <translation>已保存的视图</translation>
        </message>
        <message>
            <source>Show all photographs again</source>
            <translation>重新显示全部照片</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>划分</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>{0} of {1} photos</source>
            <translation>{0} / {1} 张照片</translation>
        </message>
        <message>
            <source>{0} photos</source>
            <translation>{0} 张照片</translation>
        </message>
    </context>
    <context>
        <name>Listing</name>
        <message>
            <source>patient {0}</source>
            <translation>患者 {0}</translation>
        </message>
        <message>
            <source>turned upright</source>
            <translation>已转正</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Closed while you read blind: it shows what others and models say of the photos.</source>
            <translation>盲读期间关闭：这里会显示他人和模型对照片的判断。</translation>
        </message>
        <message>
            <source>{0} (read-only)</source>
            <translation>{0}（只读）</translation>
        </message>
        <message>
            <source>{0}: {1}</source>
            <translation>{0}：{1}</translation>
        </message>
    </context>
    <context>
        <name>MarkPlot</name>
        <message>
            <source>Arrow keys move between marks, Enter opens the photos of one.</source>
            <translation>方向键在标记间移动，Enter 打开该标记的照片。</translation>
        </message>
    </context>
    <context>
        <name>ModelTable</name>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
    </context>
    <context>
        <name>ModelTableModel</name>
        <message>
            <source>95 % interval</source>
            <translation>95 % 区间</translation>
        </message>
        <message>
            <source>Architecture</source>
            <translation>架构</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>平衡准确率</translation>
        </message>
        <message>
            <source>How much it counts in EnsembleNet; double-click to change it, 0 leaves it out</source>
            <translation>在 EnsembleNet 中的权重；双击可修改，0 表示不参与</translation>
        </message>
        <message>
            <source>Mean of the classes' accuracies: rare classes count as much as common ones</source>
            <translation>各类别准确率的平均值：罕见类别与常见类别同等重要</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>No detection</source>
            <translation>无检出</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Photos on which a detector found nothing; they count as wrong</source>
            <translation>检测器未检出任何病灶的照片，计为判错</translation>
        </message>
        <message>
            <source>Photos whose class is among the model's three most probable</source>
            <translation>真实类别位于模型前三可能类别之中的照片</translation>
        </message>
        <message>
            <source>Photos with a class and a prediction</source>
            <translation>既有类别又有预测的照片</translation>
        </message>
        <message>
            <source>Photos with a class that the model has not predicted yet</source>
            <translation>有类别但该模型尚未预测的照片</translation>
        </message>
        <message>
            <source>Sum over classes of the class's share of the photos times its accuracy</source>
            <translation>各类别占比与其准确率乘积之和</translation>
        </message>
        <message>
            <source>Ticked models are drawn. EnsembleNet adds up the ticked classifiers' probabilities.</source>
            <translation>勾选的模型会被绘出。EnsembleNet 将所勾选分类器的概率相加。</translation>
        </message>
        <message>
            <source>Top 3</source>
            <translation>前三</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Weighted accuracy</source>
            <translation>加权准确率</translation>
        </message>
        <message>
            <source>Wilson interval, over patients where they are known: true 19 times of 20</source>
            <translation>Wilson 区间，已知患者时按患者计算：20 次中 19 次成立</translation>
        </message>
    </context>
    <context>
        <name>NewProjectDialog</name>
        <message>
            <source>A new or empty folder; photographs stay where they are</source>
            <translation>新的或空的文件夹；照片留在原处</translation>
        </message>
        <message>
            <source>A template</source>
            <translation>模板</translation>
        </message>
        <message>
            <source>A text file, one name a line</source>
            <translation>文本文件，每行一个名称</translation>
        </message>
        <message>
            <source>Choose the folder of the project.</source>
            <translation>请选择项目文件夹。</translation>
        </message>
        <message>
            <source>Class file</source>
            <translation>类别文件</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>创建</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folder of the project</source>
            <translation>项目文件夹</translation>
        </message>
        <message>
            <source>From the folders or boxes of the first import</source>
            <translation>取自首次导入的文件夹或病灶框</translation>
        </message>
        <message>
            <source>New project</source>
            <translation>新建项目</translation>
        </message>
        <message>
            <source>Text (*.txt);;All files (*)</source>
            <translation>文本 (*.txt);;所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>NoteField</name>
        <message>
            <source>A new note replaces these</source>
            <translation>新备注会取代这些备注</translation>
        </message>
        <message>
            <source>Different notes</source>
            <translation>备注各不相同</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Note on the selected boxes</source>
            <translation>所选病灶框的备注</translation>
        </message>
    </context>
    <context>
        <name>OpinionBars</name>
        <message>
            <source>Class probabilities</source>
            <translation>类别概率</translation>
        </message>
        <message>
            <source>EnsembleNet of {0}</source>
            <translation>{0} 个模型的 EnsembleNet</translation>
        </message>
        <message>
            <source>Lay over the photo where {0} found its evidence</source>
            <translation>在照片上叠加显示 {0} 的判断依据所在</translation>
        </message>
        <message>
            <source>Where it looked</source>
            <translation>关注区域</translation>
        </message>
        <message>
            <source>Where {0} looked</source>
            <translation>{0} 的关注区域</translation>
        </message>
        <message>
            <source>members trained on this photo</source>
            <translation>有成员用这张照片训练过</translation>
        </message>
        <message>
            <source>trained on this photo</source>
            <translation>用这张照片训练过</translation>
        </message>
    </context>
    <context>
        <name>OwnWork</name>
        <message>
            <source>Verified, but you labelled it yourself: a second reader sees what one overlooks.</source>
            <translation>已核验，但这是您自己标注的：第二位读片者能看到一个人忽略的地方。</translation>
        </message>
    </context>
    <context>
        <name>PathField</name>
        <message>
            <source>Choose: {0}</source>
            <translation>选择：{0}</translation>
        </message>
    </context>
    <context>
        <name>PredictionController</name>
        <message>
            <source>No classifier has seen this photo yet, so none can show where it looked.</source>
            <translation>还没有分类模型看过这张照片，因此无法显示其关注的位置。</translation>
        </message>
        <message>
            <source>No model has seen this photo yet.</source>
            <translation>还没有模型看过此照片。</translation>
        </message>
        <message>
            <source>No model yet. Train one in Train, then ask it about this photo.</source>
            <translation>还没有模型。请先在“训练”中训练一个，再询问此照片。</translation>
        </message>
        <message>
            <source>The models are looking at this photo…</source>
            <translation>模型正在查看此照片…</translation>
        </message>
        <message>
            <source>The models' boxes are hidden. Show them first (View).</source>
            <translation>模型的框已隐藏。请先在“视图”中显示。</translation>
        </message>
        <message>
            <source>There is no predicted box to accept on this photo.</source>
            <translation>这张照片上没有可接受的预测框。</translation>
        </message>
    </context>
    <context>
        <name>PredictionPanel</name>
        <message>
            <source>Accept box</source>
            <translation>接受此框</translation>
        </message>
        <message>
            <source>Ask the models about each photo you stay on, and about its neighbours, without being told to</source>
            <translation>停留在某张照片时，自动询问模型对该照片及其相邻照片的预测</translation>
        </message>
        <message>
            <source>Lowest score shown</source>
            <translation>显示的最低得分</translation>
        </message>
        <message>
            <source>Make the chosen predicted box, or the best one, a lesion box (P)</source>
            <translation>将所选预测框（或得分最高者）变为病灶框 (P)</translation>
        </message>
        <message>
            <source>No lesion found with this score.</source>
            <translation>此得分下没有检出病灶。</translation>
        </message>
        <message>
            <source>Predict as I go</source>
            <translation>边看边预测</translation>
        </message>
        <message>
            <source>Predict this photo</source>
            <translation>预测此照片</translation>
        </message>
        <message>
            <source>Predicted boxes</source>
            <translation>预测框</translation>
        </message>
        <message>
            <source>Predicting…</source>
            <translation>正在预测…</translation>
        </message>
        <message>
            <source>Score ≥ {0}</source>
            <translation>得分 ≥ {0}</translation>
        </message>
        <message>
            <source>and {0} more on the photo</source>
            <translation>照片上另有 {0} 个</translation>
        </message>
    </context>
    <context>
        <name>PredictionService</name>
        <message>
            <source>No model fits the project's classes: {0}.</source>
            <translation>没有模型与项目的类别相符：{0}。</translation>
        </message>
        <message>
            <source>The project has no trained model yet.</source>
            <translation>项目还没有训练好的模型。</translation>
        </message>
        <message>
            <source>Train one again in Train.</source>
            <translation>请在“训练”中重新训练。</translation>
        </message>
        <message>
            <source>Train one in Train first.</source>
            <translation>请先在“训练”中训练一个模型。</translation>
        </message>
        <message>
            <source>{0} It is started again.</source>
            <translation>{0} 正在重新启动。</translation>
        </message>
    </context>
    <context>
        <name>PreviewGrid</name>
        <message>
            <source>Predictions of the last epoch</source>
            <translation>最近一轮的预测</translation>
        </message>
        <message>
            <source>is {0}</source>
            <translation>实为 {0}</translation>
        </message>
        <message>
            <source>no detection</source>
            <translation>未检出</translation>
        </message>
    </context>
    <context>
        <name>ProblemDialog</name>
        <message>
            <source>Open read-only</source>
            <translation>以只读方式打开</translation>
        </message>
        <message>
            <source>Project in use</source>
            <translation>项目正在使用中</translation>
        </message>
        <message>
            <source>Since {0}. You can look at it without changing anything, or try again later.</source>
            <translation>自 {0} 起。您可以只读查看，或稍后再试。</translation>
        </message>
        <message>
            <source>Something went wrong that DermDesk did not foresee.</source>
            <translation>发生了 DermDesk 未预料到的错误。</translation>
        </message>
        <message>
            <source>What went wrong, for programmers</source>
            <translation>出错详情（供程序员参考）</translation>
        </message>
        <message>
            <source>Your labels are saved at each edit, so nothing is lost. Please report the text below.</source>
            <translation>您的标注在每次编辑时即已保存，没有丢失。请将下面的文字反馈给我们。</translation>
        </message>
        <message>
            <source>{0} has this project open</source>
            <translation>{0} 正在使用此项目</translation>
        </message>
    </context>
    <context>
        <name>ProblemTable</name>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>What is wrong</source>
            <translation>问题所在</translation>
        </message>
    </context>
    <context>
        <name>ProgressDialog</name>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Labelled</source>
            <translation>已标注</translation>
        </message>
        <message>
            <source>No class yet</source>
            <translation>尚无类别</translation>
        </message>
        <message>
            <source>Photographs</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Progress by class</source>
            <translation>各类别进度</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>已核验</translation>
        </message>
    </context>
    <context>
        <name>ProjectMenu</name>
        <message>
            <source>Annotator</source>
            <translation>标注者</translation>
        </message>
        <message>
            <source>Annotator: {0}</source>
            <translation>标注者：{0}</translation>
        </message>
        <message>
            <source>Annotator: {0}. Click to change.</source>
            <translation>标注者：{0}。点击可更改。</translation>
        </message>
        <message>
            <source>The folder {0} isn't there: Project &gt; Relink folder… says where it is now.</source>
            <translation>文件夹 {0} 不存在：请用“项目 &gt; 重新链接文件夹…”指明它现在的位置。</translation>
        </message>
        <message>
            <source>Your name, as the history shall have it:</source>
            <translation>您的名字（记录在历史中）：</translation>
        </message>
    </context>
    <context>
        <name>QueryBar</name>
        <message>
            <source>At “{0}”: {1}</source>
            <translation>在“{0}”处：{1}</translation>
        </message>
        <message>
            <source>Search photographs</source>
            <translation>搜索照片</translation>
        </message>
        <message>
            <source>Search, or state:new …</source>
            <translation>搜索，或 state:new …</translation>
        </message>
        <message>
            <source>What can be asked for</source>
            <translation>可以查询什么</translation>
        </message>
    </context>
    <context>
        <name>QueryField</name>
        <message>
            <source>Completions</source>
            <translation>补全</translation>
        </message>
    </context>
    <context>
        <name>QueryHelp</name>
        <message>
            <source>Plain words are searched as text. Down or Ctrl+Space completes.</source>
            <translation>普通词语按文本搜索。按“下”键或 Ctrl+空格补全。</translation>
        </message>
        <message>
            <source>What can be asked for</source>
            <translation>可以查询什么</translation>
        </message>
        <message>
            <source>a box over half of the photo</source>
            <translation>一个框超过照片的一半</translation>
        </message>
        <message>
            <source>a box smaller than a square of 24 px</source>
            <translation>一个框小于 24 px 见方</translation>
        </message>
        <message>
            <source>a minus, or not: the opposite</source>
            <translation>减号或 not：表示相反</translation>
        </message>
        <message>
            <source>a model says another class than you</source>
            <translation>模型给出的类别与您不同</translation>
        </message>
        <message>
            <source>a model's first choice</source>
            <translation>模型的首选</translation>
        </message>
        <message>
            <source>also truncated, occluded, locked, note</source>
            <translation>另有 truncated、occluded、locked、note</translation>
        </message>
        <message>
            <source>class of the photo; box: of a box; diagnosis:</source>
            <translation>照片的类别；box:：框的类别；diagnosis:</translation>
        </message>
        <message>
            <source>how sure a model was; score@MODEL for one</source>
            <translation>模型的把握；某个模型用 score@MODEL</translation>
        </message>
        <message>
            <source>in path, patient, metadata, notes</source>
            <translation>在路径、患者、元数据、备注中</translation>
        </message>
        <message>
            <source>new, labelled, verified, rejected, noise</source>
            <translation>new、labelled、verified、rejected 或 noise</translation>
        </message>
        <message>
            <source>number of boxes</source>
            <translation>病灶框数量</translation>
        </message>
        <message>
            <source>photos of a patient, or none</source>
            <translation>某位患者的照片，或 none</translation>
        </message>
        <message>
            <source>photos to come back to</source>
            <translation>待回看的照片</translation>
        </message>
        <message>
            <source>side by side: both; or: one of them</source>
            <translation>并列：两者都要；or：其中之一</translation>
        </message>
        <message>
            <source>size of the photo; also height, megapixels</source>
            <translation>照片尺寸；另有 height、megapixels</translation>
        </message>
        <message>
            <source>train, val, test or none</source>
            <translation>train、val、test 或 none</translation>
        </message>
        <message>
            <source>who edited the labels</source>
            <translation>编辑标注的人</translation>
        </message>
    </context>
    <context>
        <name>QueueBar</name>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Pause queue</source>
            <translation>暂停队列</translation>
        </message>
        <message>
            <source>Start nothing more; what is being trained goes on</source>
            <translation>不再开始新的；正在训练的继续</translation>
        </message>
        <message>
            <source>Start the runs that wait, one after the other</source>
            <translation>逐个开始等待中的训练</translation>
        </message>
        <message>
            <source>Take the chosen run out of the queue; its folder stays</source>
            <translation>将所选训练移出队列；其文件夹保留</translation>
        </message>
        <message>
            <source>The queue is paused. {0} waiting.</source>
            <translation>队列已暂停。{0} 个等待中。</translation>
        </message>
        <message>
            <source>Train the chosen run earlier</source>
            <translation>提前所选训练</translation>
        </message>
        <message>
            <source>Train the chosen run later</source>
            <translation>推后所选训练</translation>
        </message>
        <message>
            <source>{0} waiting. They start by themselves, also with this window closed.</source>
            <translation>{0} 个等待中。它们会自动开始，即使此窗口已关闭。</translation>
        </message>
    </context>
    <context>
        <name>QueueList</name>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
    </context>
    <context>
        <name>QueueModel</name>
        <message>
            <source>judged</source>
            <translation>已评判</translation>
        </message>
    </context>
    <context>
        <name>QueueReader</name>
        <message>
            <source>The photos are being looked at already.</source>
            <translation>正在查看照片。</translation>
        </message>
    </context>
    <context>
        <name>ReadingsController</name>
        <message>
            <source>They have been changed meanwhile; nothing was verified.</source>
            <translation>其间标注已被更改；没有核验任何照片。</translation>
        </message>
        <message>
            <source>{0} is to read {1}. Open the reading when {0} sits here.</source>
            <translation>{0} 将读片{1}。请在 {0} 就座后打开该读片。</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} / {1}</translation>
        </message>
        <message>
            <source>{0} verified; Undo takes it back.</source>
            <translation>已核验{0}；可以撤销。</translation>
        </message>
    </context>
    <context>
        <name>ReadingsDialog</name>
        <message>
            <source>A second person reads a sample of the labelled photographs in a project of their own, without seeing what was said before. Both are compared then; what they see differently, a third person settles.</source>
            <translation>由第二个人在独立的项目中读片，样本取自已标注的照片，看不到此前的结论。随后对比两者；看法不同之处由第三个人裁决。</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <source>Kappa</source>
            <translation>Kappa</translation>
        </message>
        <message>
            <source>Kappa by class</source>
            <translation>各类别的 Kappa</translation>
        </message>
        <message>
            <source>Mean IoU</source>
            <translation>平均 IoU</translation>
        </message>
        <message>
            <source>No second reading yet.</source>
            <translation>尚无第二次读片。</translation>
        </message>
        <message>
            <source>Of each class its share, and at least one</source>
            <translation>按各类别比例抽取，每类至少一张</translation>
        </message>
        <message>
            <source>Open reading</source>
            <translation>打开读片</translation>
        </message>
        <message>
            <source>Photographs</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Read</source>
            <translation>已读</translation>
        </message>
        <message>
            <source>Reader</source>
            <translation>读片者</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>读片</translation>
        </message>
        <message>
            <source>Second reader's name</source>
            <translation>第二位读片者的姓名</translation>
        </message>
        <message>
            <source>Second reading</source>
            <translation>第二次读片</translation>
        </message>
        <message>
            <source>Second readings</source>
            <translation>第二次读片</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Settle {0}…</source>
            <translation>裁决{0}…</translation>
        </message>
        <message>
            <source>The same photographs, labels and seed give the same sample.</source>
            <translation>相同的照片、标注和种子得到相同的样本。</translation>
        </message>
        <message>
            <source>To settle</source>
            <translation>待裁决</translation>
        </message>
        <message>
            <source>Verify {0} both agree on</source>
            <translation>核验双方一致的{0}</translation>
        </message>
    </context>
    <context>
        <name>ReadingsMenu</name>
        <message>
            <source>Blind second reading of {0}</source>
            <translation>{0} 的第二次盲法读片</translation>
        </message>
        <message>
            <source>This is a second reading itself; open {0} to see how far it agrees.</source>
            <translation>这本身就是第二次读片；打开 {0} 可查看一致程度。</translation>
        </message>
        <message>
            <source>You work as {0} here, and see nothing of the first reading; all but Annotate is closed meanwhile.</source>
            <translation>您在此以 {0} 的身份工作，看不到第一次读片的任何内容；期间除“标注”外均关闭。</translation>
        </message>
        <message>
            <source>{0} reads without seeing what was said before. Click to go back to {1}.</source>
            <translation>{0} 在看不到此前结论的情况下读片。点击返回 {1}。</translation>
        </message>
        <message>
            <source>{0} · Back</source>
            <translation>{0} · 返回</translation>
        </message>
    </context>
    <context>
        <name>ReasonPopup</name>
        <message>
            <source>Noise: why?</source>
            <translation>噪声：原因？</translation>
        </message>
        <message>
            <source>Reason, or nothing</source>
            <translation>原因，可留空</translation>
        </message>
        <message>
            <source>Reject: why?</source>
            <translation>排除：原因？</translation>
        </message>
    </context>
    <context>
        <name>RelinkDialog</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Every photograph is where it should be.</source>
            <translation>所有照片都在其应在的位置。</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folders of photographs</source>
            <translation>照片文件夹</translation>
        </message>
        <message>
            <source>It is now in…</source>
            <translation>它现在位于…</translation>
        </message>
        <message>
            <source>Looking…</source>
            <translation>正在查找…</translation>
        </message>
        <message>
            <source>Not there: {0}</source>
            <translation>不存在：{0}</translation>
        </message>
        <message>
            <source>Other photographs: {0}</source>
            <translation>其他照片：{0}</translation>
        </message>
        <message>
            <source>Photographs stay in their folders and are only read. Where a folder was moved or renamed, say where it is now; labels and predictions go along.</source>
            <translation>照片留在原文件夹中，只被读取。若文件夹被移动或重命名，请指明其现在的位置；标注和预测会随之保留。</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Relink</source>
            <translation>重新链接</translation>
        </message>
        <message>
            <source>Some photographs are missing: say where their folder is now.</source>
            <translation>有些照片缺失：请指明其文件夹现在的位置。</translation>
        </message>
        <message>
            <source>The content of {0} was compared and is the same.</source>
            <translation>已比较 {0} 的内容，完全相同。</translation>
        </message>
        <message>
            <source>The project has no photographs yet.</source>
            <translation>项目还没有照片。</translation>
        </message>
        <message>
            <source>There</source>
            <translation>存在</translation>
        </message>
        <message>
            <source>Where the photographs are now</source>
            <translation>照片现在的位置</translation>
        </message>
        <message>
            <source>{0} of {1} photographs are in {2}</source>
            <translation>{1} 张照片中有 {0} 张在 {2} 中</translation>
        </message>
        <message>
            <source>{0} photographs are linked to {1}</source>
            <translation>{0} 张照片已链接到 {1}</translation>
        </message>
    </context>
    <context>
        <name>ReportDialog</name>
        <message>
            <source>All photographs</source>
            <translation>全部照片</translation>
        </message>
        <message>
            <source>Call them by their files, which may name a patient</source>
            <translation>以文件名称呼照片，文件名可能含患者信息</translation>
        </message>
        <message>
            <source>Data, recipes, tables, charts and the surest errors, in one HTML or PDF file that needs nothing beside it. Pictures are made of pixels anew: no date, place or device of the photograph is in them.</source>
            <translation>数据、训练方案、表格、图表和最确信的错误，存为一个独立的 HTML 或 PDF 文件。图片由像素重新生成：不含照片的日期、地点或设备。</translation>
        </message>
        <message>
            <source>Judge on</source>
            <translation>评判范围</translation>
        </message>
        <message>
            <source>No program here opens it: {0}</source>
            <translation>这里没有能打开它的程序：{0}</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Page (*.html);;Paper (*.pdf)</source>
            <translation>网页 (*.html);;纸张 (*.pdf)</translation>
        </message>
        <message>
            <source>Show them as small pictures</source>
            <translation>以小图显示</translation>
        </message>
        <message>
            <source>Surest errors</source>
            <translation>最确信的错误</translation>
        </message>
        <message>
            <source>Test photographs</source>
            <translation>测试照片</translation>
        </message>
        <message>
            <source>The report can't be written there: {0}</source>
            <translation>报告无法写入该处：{0}</translation>
        </message>
        <message>
            <source>Training photographs</source>
            <translation>训练照片</translation>
        </message>
        <message>
            <source>Validation photographs</source>
            <translation>验证照片</translation>
        </message>
        <message>
            <source>Write a report</source>
            <translation>撰写报告</translation>
        </message>
        <message>
            <source>Write the report to</source>
            <translation>报告保存到</translation>
        </message>
        <message>
            <source>Write…</source>
            <translation>撰写…</translation>
        </message>
        <message>
            <source>Wrote {0}</source>
            <translation>已写入 {0}</translation>
        </message>
    </context>
    <context>
        <name>ResultsDialog</name>
        <message>
            <source>95 % interval</source>
            <translation>95 % 区间</translation>
        </message>
        <message>
            <source>After, %</source>
            <translation>之后（%）</translation>
        </message>
        <message>
            <source>Before, %</source>
            <translation>之前（%）</translation>
        </message>
        <message>
            <source>Broken</source>
            <translation>变错</translation>
        </message>
        <message>
            <source>By the labels of the beginning</source>
            <translation>按开始时的标注</translation>
        </message>
        <message>
            <source>By today's labels</source>
            <translation>按当前标注</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>提升</translation>
        </message>
        <message>
            <source>Intervals are from {0} resamples of {1}. They tell what so few photos can say; another seed of the training may move the gain, too. p is McNemar's, raised for several models.</source>
            <translation>区间由对{1}的 {0} 次重抽样得到，说明这么多照片能说明的程度；换一个训练种子也可能改变提升。p 为 McNemar 检验值，已按多个模型校正。</translation>
        </message>
        <message>
            <source>Left out: {0} that a run had learned from.</source>
            <translation>未计入：某次训练学习过的{0}。</translation>
        </message>
        <message>
            <source>Left out: {0} that not all runs have predicted.</source>
            <translation>未计入：并非所有训练都预测过的{0}。</translation>
        </message>
        <message>
            <source>Mean of the models</source>
            <translation>各模型平均</translation>
        </message>
        <message>
            <source>Mended</source>
            <translation>变对</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Points of weighted accuracy</source>
            <translation>加权准确率的百分点</translation>
        </message>
        <message>
            <source>Right before, wrong after</source>
            <translation>之前正确，之后错误</translation>
        </message>
        <message>
            <source>The round changed {0} of the test split, so the gain is judged twice: by the labels as they are now, and by those of the beginning, which the round didn't touch.</source>
            <translation>本轮改动了测试集中的{0}，因此提升评判两次：按当前标注，以及按本轮未触及的开始时的标注。</translation>
        </message>
        <message>
            <source>Wrong before, right after</source>
            <translation>之前错误，之后正确</translation>
        </message>
        <message>
            <source>broken by the round, {0}: {1}</source>
            <translation>本轮变错，{0}：{1}</translation>
        </message>
        <message>
            <source>mended by the round, {0}: {1}</source>
            <translation>本轮变对，{0}：{1}</translation>
        </message>
        <message>
            <source>p</source>
            <translation>p</translation>
        </message>
        <message>
            <source>patients</source>
            <translation>患者</translation>
        </message>
        <message>
            <source>photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>{0} before, {1} after</source>
            <translation>之前 {0}，之后 {1}</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} / {1}</translation>
        </message>
        <message>
            <source>{0} points of weighted accuracy in the mean of {1} (95 %: {2}).</source>
            <translation>加权准确率 {0} 个百分点（{1}平均，95 %：{2}）。</translation>
        </message>
        <message>
            <source>{0}: before and after</source>
            <translation>{0}：前后对比</translation>
        </message>
        <message>
            <source>{0}: {1} points of weighted accuracy (95 %: {2}).</source>
            <translation>{0}：加权准确率 {1} 个百分点（95 %：{2}）。</translation>
        </message>
    </context>
    <context>
        <name>Review</name>
        <message>
            <source>All classes</source>
            <translation>全部类别</translation>
        </message>
        <message>
            <source>All models</source>
            <translation>全部模型</translation>
        </message>
        <message>
            <source>All reasons</source>
            <translation>全部原因</translation>
        </message>
        <message>
            <source>All splits</source>
            <translation>全部划分</translation>
        </message>
        <message>
            <source>Most different first</source>
            <translation>差异最大者优先</translation>
        </message>
        <message>
            <source>Most disputed first</source>
            <translation>争议最大者优先</translation>
        </message>
        <message>
            <source>Most uncertain first</source>
            <translation>最不确定者优先</translation>
        </message>
        <message>
            <source>No model has seen it</source>
            <translation>没有模型看过</translation>
        </message>
        <message>
            <source>Nothing speaks against the labels of this photo.</source>
            <translation>没有任何迹象对这张照片的标注提出疑问。</translation>
        </message>
        <message>
            <source>Nothing suspicious</source>
            <translation>没有可疑之处</translation>
        </message>
        <message>
            <source>Rarest class first</source>
            <translation>最罕见类别优先</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Unfinished runs are not asked: {0}.</source>
            <translation>未完成的训练不参与：{0}。</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>{0} and {1} more</source>
            <translation>{0} 等另外 {1} 个</translation>
        </message>
        <message>
            <source>{0} photos are left out: the models were trained on them, so that their labels look right.</source>
            <translation>{0} 张照片未列入：模型曾用它们训练，因此其标注会显得正确。</translation>
        </message>
    </context>
    <context>
        <name>ReviewController</name>
        <message>
            <source>Every photo has boxes.</source>
            <translation>每张照片都有病灶框。</translation>
        </message>
        <message>
            <source>Go to Annotate</source>
            <translation>转到“标注”</translation>
        </message>
        <message>
            <source>Go to Evaluate</source>
            <translation>转到“评估”</translation>
        </message>
        <message>
            <source>Import some in Annotate first.</source>
            <translation>请先在“标注”中导入照片。</translation>
        </message>
        <message>
            <source>No project is open</source>
            <translation>没有打开的项目</translation>
        </message>
        <message>
            <source>No suspect fits these filters.</source>
            <translation>没有符合这些筛选条件的可疑项。</translation>
        </message>
        <message>
            <source>No suspect here.</source>
            <translation>这里没有可疑项。</translation>
        </message>
        <message>
            <source>Nothing is suggested with this score.</source>
            <translation>此得分下没有建议。</translation>
        </message>
        <message>
            <source>Nothing to compare labels with yet</source>
            <translation>还没有可与标注比较的内容</translation>
        </message>
        <message>
            <source>Open or create one to review its labels.</source>
            <translation>打开或新建一个项目以复核其标注。</translation>
        </message>
        <message>
            <source>Suspects on this photo: {0}.</source>
            <translation>这张照片上的可疑项：{0}。</translation>
        </message>
        <message>
            <source>The models offer nothing to put in its place.</source>
            <translation>模型没有给出可替换的内容。</translation>
        </message>
        <message>
            <source>The project has no photos yet</source>
            <translation>项目还没有照片</translation>
        </message>
        <message>
            <source>The queue can't be worked out</source>
            <translation>无法计算队列</translation>
        </message>
        <message>
            <source>Train a model and predict in Evaluate. What people and models see differently comes up here.</source>
            <translation>请训练一个模型并在“评估”中预测。人与模型看法不同之处会出现在这里。</translation>
        </message>
        <message>
            <source>Working out the queue…</source>
            <translation>正在计算队列…</translation>
        </message>
        <message>
            <source>{0} suggested</source>
            <translation>{0} 个建议</translation>
        </message>
    </context>
    <context>
        <name>ReviewView</name>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Kind of reason</source>
            <translation>原因类型</translation>
        </message>
        <message>
            <source>Lowest score suggested</source>
            <translation>建议的最低得分</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>No boxes  {0}</source>
            <translation>无病灶框  {0}</translation>
        </message>
        <message>
            <source>Open all in Annotate</source>
            <translation>在“标注”中打开全部</translation>
        </message>
        <message>
            <source>Order</source>
            <translation>顺序</translation>
        </message>
        <message>
            <source>Score ≥ {0}</source>
            <translation>得分 ≥ {0}</translation>
        </message>
        <message>
            <source>Show the whole queue</source>
            <translation>显示整个队列</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>划分</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Stop looking at the photos; what was seen is kept</source>
            <translation>停止查看照片；已看到的会保留</translation>
        </message>
        <message>
            <source>Suspects  {0}</source>
            <translation>可疑项  {0}</translation>
        </message>
        <message>
            <source>{0} of {1} judged</source>
            <translation>已评判 {0} / {1}</translation>
        </message>
    </context>
    <context>
        <name>RunList</name>
        <message>
            <source>Training runs</source>
            <translation>训练任务列表</translation>
        </message>
    </context>
    <context>
        <name>RunWatch</name>
        <message>
            <source>Training has ended</source>
            <translation>训练已结束</translation>
        </message>
    </context>
    <context>
        <name>SavedViewsController</name>
        <message>
            <source>The view can't be saved, since its query has no meaning any more: {0} Change the query first.</source>
            <translation>无法保存该视图，因为其查询已失去意义：{0} 请先修改查询。</translation>
        </message>
    </context>
    <context>
        <name>SettlingController</name>
        <message>
            <source>All conflicts are settled. Undo takes the last ruling back.</source>
            <translation>所有分歧均已裁决。撤销可收回上一次裁决。</translation>
        </message>
        <message>
            <source>It couldn't be saved; the window's status bar says why.</source>
            <translation>无法保存；原因见窗口的状态栏。</translation>
        </message>
        <message>
            <source>No class</source>
            <translation>无类别</translation>
        </message>
        <message>
            <source>Only {0} has drawn {1}.</source>
            <translation>只有{0}画了{1}。</translation>
        </message>
        <message>
            <source>Settled.</source>
            <translation>已裁决。</translation>
        </message>
        <message>
            <source>Settled: they say the same now.</source>
            <translation>已裁决：双方现已一致。</translation>
        </message>
        <message>
            <source>The project is open read-only.</source>
            <translation>项目以只读方式打开。</translation>
        </message>
        <message>
            <source>They name boxes differently.</source>
            <translation>双方为病灶框指定的类别不同。</translation>
        </message>
        <message>
            <source>They name different classes.</source>
            <translation>双方给出的类别不同。</translation>
        </message>
        <message>
            <source>You are one of the two: a third person should settle. Your own labels don't become verified.</source>
            <translation>您是两位读片者之一：应由第三个人裁决。您自己的标注不会变为已核验。</translation>
        </message>
        <message>
            <source>first reader</source>
            <translation>第一位读片者</translation>
        </message>
        <message>
            <source>{0} of {1} · {2} to settle</source>
            <translation>{0} / {1} · 待裁决 {2}</translation>
        </message>
    </context>
    <context>
        <name>SettlingView</name>
        <message>
            <source>Settle conflicts</source>
            <translation>裁决分歧</translation>
        </message>
    </context>
    <context>
        <name>Shell</name>
        <message>
            <source>About DermDesk</source>
            <translation>关于 DermDesk</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Demo</source>
            <translation>演示</translation>
        </message>
        <message>
            <source>DermDesk {0}

A desktop workbench for clinical skin photographs.
Nothing leaves this computer. Not a medical device: its predictions are no diagnosis.</source>
            <translation>DermDesk {0}

用于临床皮肤照片的桌面工作台。
任何数据都不会离开本机。本软件不是医疗器械，其预测不构成诊断。</translation>
        </message>
        <message>
            <source>Drawing photographs…</source>
            <translation>正在绘制照片…</translation>
        </message>
        <message>
            <source>Folder of the project</source>
            <translation>项目文件夹</translation>
        </message>
        <message>
            <source>The language changes when DermDesk is started again.</source>
            <translation>语言将在下次启动 DermDesk 时更改。</translation>
        </message>
    </context>
    <context>
        <name>ShownPhoto</name>
        <message>
            <source>Labelled &lt;b&gt;{0}&lt;/b&gt;, {1}, {2}</source>
            <translation>标注为 &lt;b&gt;{0}&lt;/b&gt;，{1}，{2}</translation>
        </message>
        <message>
            <source>No classifier has seen this photo.</source>
            <translation>没有分类器看过此照片。</translation>
        </message>
        <message>
            <source>no class</source>
            <translation>无类别</translation>
        </message>
    </context>
    <context>
        <name>SidePanel</name>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Nearest by features</source>
            <translation>特征最接近</translation>
        </message>
        <message>
            <source>Nearest by what the models say</source>
            <translation>模型判断最接近</translation>
        </message>
        <message>
            <source>Reasons</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Solid boxes are drawn by people, dashed ones by models.</source>
            <translation>实线框由人绘制，虚线框由模型给出。</translation>
        </message>
    </context>
    <context>
        <name>SigningDialog</name>
        <message>
            <source>A version freezes the labels of now under a name, with whoever answers for them. Its hash is over photographs, classes, sides and boxes: the same labels have the same hash on every computer.</source>
            <translation>版本以一个名称冻结当前标注，并注明负责人。其哈希涵盖照片、类别、划分和病灶框：相同的标注在任何计算机上哈希都相同。</translation>
        </message>
        <message>
            <source>All 64 digits of the chosen version's hash</source>
            <translation>所选版本哈希的全部 64 位</translation>
        </message>
        <message>
            <source>By</source>
            <translation>签署人</translation>
        </message>
        <message>
            <source>Copied the hash of {0}.</source>
            <translation>已复制 {0} 的哈希。</translation>
        </message>
        <message>
            <source>Copy hash</source>
            <translation>复制哈希</translation>
        </message>
        <message>
            <source>Hash</source>
            <translation>哈希</translation>
        </message>
        <message>
            <source>Holds</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>No version yet.</source>
            <translation>尚无版本。</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Sign although {0} have no labels</source>
            <translation>尽管{0}没有标注仍签署</translation>
        </message>
        <message>
            <source>Sign off</source>
            <translation>签署</translation>
        </message>
        <message>
            <source>Sign off a version</source>
            <translation>签署版本</translation>
        </message>
        <message>
            <source>Signed</source>
            <translation>签署时间</translation>
        </message>
        <message>
            <source>Signed by</source>
            <translation>签署人</translation>
        </message>
        <message>
            <source>Signed {0} with the hash {1}…</source>
            <translation>已签署 {0}，哈希 {1}…</translation>
        </message>
        <message>
            <source>Signed-off versions</source>
            <translation>已签署的版本</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>Verified</source>
            <translation>已核验</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>What it is for</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>as signed</source>
            <translation>与签署时一致</translation>
        </message>
        <message>
            <source>no class</source>
            <translation>无类别</translation>
        </message>
        <message>
            <source>no side</source>
            <translation>未划分</translation>
        </message>
        <message>
            <source>other classes</source>
            <translation>类别不同</translation>
        </message>
        <message>
            <source>{0} added</source>
            <translation>新增 {0}</translation>
        </message>
        <message>
            <source>{0} changed</source>
            <translation>改动 {0}</translation>
        </message>
        <message>
            <source>{0} differ</source>
            <translation>{0}不同</translation>
        </message>
        <message>
            <source>{0} left out</source>
            <translation>排除 {0}</translation>
        </message>
        <message>
            <source>{0} removed</source>
            <translation>移除 {0}</translation>
        </message>
        <message>
            <source>{0} verified</source>
            <translation>已核验 {0}</translation>
        </message>
    </context>
    <context>
        <name>SplitDialog</name>
        <message>
            <source>(no class)</source>
            <translation>（无类别）</translation>
        </message>
        <message>
            <source>All photographs</source>
            <translation>全部照片</translation>
        </message>
        <message>
            <source>All photographs are on a side already, so nothing would change.</source>
            <translation>所有照片都已划分，不会有任何变化。</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>此前</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Deal anew the photographs that are on a side already</source>
            <translation>对已划分的照片也重新划分</translation>
        </message>
        <message>
            <source>Models learn from the training side, are chosen by the validation side, and judged by the test side. All photographs of a patient go to one side.</source>
            <translation>模型从训练集学习，由验证集挑选，由测试集评判。同一患者的所有照片归入同一集合。</translation>
        </message>
        <message>
            <source>Photographs that are on a side now</source>
            <translation>目前已划分的照片</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>划分</translation>
        </message>
        <message>
            <source>Split photographs</source>
            <translation>划分照片</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>Test share</source>
            <translation>测试集比例</translation>
        </message>
        <message>
            <source>The patient of {0} of {1} photographs is unknown: one person may be on both sides.</source>
            <translation>{1} 张照片中有 {0} 张的患者未知：同一人可能同时出现在两个集合中。</translation>
        </message>
        <message>
            <source>The same photographs, shares and seed give the same split.</source>
            <translation>相同的照片、比例和种子得到相同的划分。</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练集</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>Validation share</source>
            <translation>验证集比例</translation>
        </message>
        <message>
            <source>What each side would get</source>
            <translation>各集合将得到的照片</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>120 drawn photographs</source>
            <translation>120 张绘制的照片</translation>
        </message>
        <message>
            <source>For a folder of your photographs</source>
            <translation>用于您的照片文件夹</translation>
        </message>
        <message>
            <source>Go on where you stopped</source>
            <translation>从上次停下的地方继续</translation>
        </message>
        <message>
            <source>Label, train, evaluate and correct clinical skin photographs, on this computer only.</source>
            <translation>标注、训练、评估并修正临床皮肤照片，一切仅在本机进行。</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>新建项目…</translation>
        </message>
        <message>
            <source>None yet. Projects you open are listed here.</source>
            <translation>还没有。打开过的项目会列在这里。</translation>
        </message>
        <message>
            <source>Open demo</source>
            <translation>打开演示</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>打开项目…</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>最近的项目</translation>
        </message>
        <message>
            <source>Take {0} off this list; the project stays</source>
            <translation>将 {0} 从此列表移除；项目本身保留</translation>
        </message>
        <message>
            <source>{0} isn't there any more</source>
            <translation>{0} 已不存在</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>1 box</source>
            <translation>1 框</translation>
        </message>
        <message>
            <source>How far each class has come</source>
            <translation>各类别的进度</translation>
        </message>
        <message>
            <source>Not saved</source>
            <translation>未保存</translation>
        </message>
        <message>
            <source>Read-only</source>
            <translation>只读</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>已保存</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>正在保存…</translation>
        </message>
        <message>
            <source>{0} boxes</source>
            <translation>{0} 框</translation>
        </message>
        <message>
            <source>{0} of {1} labelled · {2} verified · {3}</source>
            <translation>已标注 {0} / {1} · 已核验 {2} · {3}</translation>
        </message>
    </context>
    <context>
        <name>Suggesting</name>
        <message>
            <source>Accept all</source>
            <translation>全部接受</translation>
        </message>
        <message>
            <source>Accept all suggestions</source>
            <translation>接受全部建议</translation>
        </message>
        <message>
            <source>Accepted {0} on {1}; undo takes all of them back.</source>
            <translation>已接受 {1} 上的 {0}；撤销可全部收回。</translation>
        </message>
        <message>
            <source>Make {0} on {1} lesion boxes?</source>
            <translation>将 {1} 上的 {0} 变为病灶框吗？</translation>
        </message>
        <message>
            <source>No box that a person drew changes. Undo takes all of them back at once.</source>
            <translation>人工绘制的框不会改变。撤销可一次全部收回。</translation>
        </message>
        <message>
            <source>Nothing is suggested with this score.</source>
            <translation>此得分下没有建议。</translation>
        </message>
        <message>
            <source>{0} get none with a score of {1} or more.</source>
            <translation>{0} 没有得分达到 {1} 的框。</translation>
        </message>
    </context>
    <context>
        <name>ThumbnailGrid</name>
        <message>
            <source>Photographs as thumbnails</source>
            <translation>照片缩略图</translation>
        </message>
    </context>
    <context>
        <name>Train</name>
        <message numerus="yes">
            <source>%Ln patients are in training and in another split: results will look better than they are.</source>
            <translation>
                <numerusform>%Ln 位患者同时出现在训练集和其他集合中：结果会显得比实际更好。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients in training</source>
            <translation>
                <numerusform>训练集含 %Ln 位患者</numerusform>
            </translation>
        </message>
        <message>
            <source>Abort</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>Abort ends it at once and keeps the last checkpoint.</source>
            <translation>中止会立即结束它，并保留最后一个检查点。</translation>
        </message>
        <message>
            <source>Abort ends it at once; it has saved no checkpoint yet.</source>
            <translation>中止会立即结束它；它还没有保存任何检查点。</translation>
        </message>
        <message>
            <source>Abort training</source>
            <translation>中止训练</translation>
        </message>
        <message>
            <source>Aborted</source>
            <translation>已中止</translation>
        </message>
        <message>
            <source>All boxes</source>
            <translation>全部病灶框</translation>
        </message>
        <message>
            <source>All photos</source>
            <translation>全部照片</translation>
        </message>
        <message>
            <source>All photos of a patient go to the same side.</source>
            <translation>同一患者的所有照片归入同一集合。</translation>
        </message>
        <message>
            <source>All training photos are of one class, so there is nothing to tell apart.</source>
            <translation>训练集照片都属于同一类别，没有可区分的内容。</translation>
        </message>
        <message>
            <source>As last time</source>
            <translation>与上次相同</translation>
        </message>
        <message>
            <source>Balanced accuracy on validation, %</source>
            <translation>验证集平衡准确率（%）</translation>
        </message>
        <message>
            <source>Begun</source>
            <translation>开始于</translation>
        </message>
        <message>
            <source>Best checkpoint on validation</source>
            <translation>验证集上的最佳检查点</translation>
        </message>
        <message>
            <source>Best checkpoint: epoch {0}, {1} on validation</source>
            <translation>最佳检查点：第 {0} 轮，验证集 {1}</translation>
        </message>
        <message>
            <source>Both learned from the same photos and labels.</source>
            <translation>两者从相同的照片和标注中学习。</translation>
        </message>
        <message>
            <source>Bring weights in with Models &gt; Weights…</source>
            <translation>请在“模型 &gt; 预训练权重…”中导入权重</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>Classifiers of the paper</source>
            <translation>论文中的分类器</translation>
        </message>
        <message>
            <source>Cleaning rounds compare it by its predictions: {0}.</source>
            <translation>清洗轮以其预测进行对比：{0}。</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>Counting the project's photos…</source>
            <translation>正在统计项目照片…</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete its predictions, too</source>
            <translation>同时删除其预测</translation>
        </message>
        <message>
            <source>Delete run</source>
            <translation>删除训练</translation>
        </message>
        <message>
            <source>Delete {0}?</source>
            <translation>删除 {0}？</translation>
        </message>
        <message>
            <source>Demo: for the synthetic demo project</source>
            <translation>演示：用于合成的演示项目</translation>
        </message>
        <message>
            <source>Detectors of the paper</source>
            <translation>论文中的检测器</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Draw boxes in Annotate, or import them.</source>
            <translation>请在“标注”中画框，或导入病灶框。</translation>
        </message>
        <message>
            <source>Draws boxes with a class each</source>
            <translation>画出病灶框并给出类别</translation>
        </message>
        <message>
            <source>End {0} at once?</source>
            <translation>立即结束 {0}？</translation>
        </message>
        <message>
            <source>Ended early, after epoch {0} of {1}: nothing got better for {2} (Patience)</source>
            <translation>提前结束于第 {0} 轮（共 {1} 轮）：连续 {2}没有提升（耐心值）</translation>
        </message>
        <message>
            <source>Epoch {0} of {1}, step {2} of {3}</source>
            <translation>第 {0} / {1} 轮，第 {2} / {3} 步</translation>
        </message>
        <message>
            <source>Export the model</source>
            <translation>导出模型</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Fewer than {0} training boxes: {1}.</source>
            <translation>训练框少于 {0} 个：{1}。</translation>
        </message>
        <message>
            <source>Fewer than {0} training photos: {1}.</source>
            <translation>训练照片少于 {0} 张：{1}。</translation>
        </message>
        <message>
            <source>From scratch on small drawn photos, within two minutes.</source>
            <translation>在小幅绘制照片上从零训练，两分钟内完成。</translation>
        </message>
        <message>
            <source>GPU (CUDA)</source>
            <translation>GPU (CUDA)</translation>
        </message>
        <message>
            <source>GPU where there is one, else CPU</source>
            <translation>有 GPU 时用 GPU，否则用 CPU</translation>
        </message>
        <message>
            <source>Getting ready</source>
            <translation>正在准备</translation>
        </message>
        <message>
            <source>Give photos a diagnosis in Annotate.</source>
            <translation>请在“标注”中为照片给出诊断。</translation>
        </message>
        <message>
            <source>Here goes {0}.</source>
            <translation>此处应填{0}。</translation>
        </message>
        <message>
            <source>Import a model</source>
            <translation>导入模型</translation>
        </message>
        <message>
            <source>Import a model from its folder</source>
            <translation>从文件夹导入模型</translation>
        </message>
        <message>
            <source>Import some first.</source>
            <translation>请先导入照片。</translation>
        </message>
        <message>
            <source>Imported: {0}</source>
            <translation>已导入：{0}</translation>
        </message>
        <message>
            <source>It can go on without this window, and is shown again when DermDesk next opens the project. Or it stops now and keeps its best checkpoint.</source>
            <translation>训练可以在没有此窗口的情况下继续，下次用 DermDesk 打开该项目时会再次显示；也可以现在停止并保留最佳检查点。</translation>
        </message>
        <message>
            <source>It can go on without this window, and {0} that wait then follow by themselves. Or it stops now, keeps its best checkpoint, and the queue is paused.</source>
            <translation>训练可以在没有此窗口的情况下继续，等待中的 {0} 随后会自动开始。或者现在停止，保留其最佳检查点，队列暂停。</translation>
        </message>
        <message>
            <source>It is one of the folds {0}.</source>
            <translation>它是 {0} 的一折。</translation>
        </message>
        <message>
            <source>It is taken out of the queue.</source>
            <translation>它将移出队列。</translation>
        </message>
        <message>
            <source>Its folder takes {0} MB.</source>
            <translation>其文件夹占用 {0} MB。</translation>
        </message>
        <message>
            <source>Its log may say why. If nothing happens, abort it and resume it.</source>
            <translation>日志中可能有原因。如果没有进展，请中止后再继续。</translation>
        </message>
        <message>
            <source>Its model has predicted {0}; evaluations use these.</source>
            <translation>其模型已预测 {0}；评估使用了这些预测。</translation>
        </message>
        <message>
            <source>Its trained model goes with it; export it first to keep it.</source>
            <translation>其训练好的模型会一并删除；若要保留请先导出。</translation>
        </message>
        <message>
            <source>Keep training in the background</source>
            <translation>在后台继续训练</translation>
        </message>
        <message>
            <source>Label photos of a second class.</source>
            <translation>请标注第二个类别的照片。</translation>
        </message>
        <message>
            <source>Label some, or make a new split.</source>
            <translation>请标注一些照片，或重新划分。</translation>
        </message>
        <message>
            <source>Lesion boxes</source>
            <translation>病灶框</translation>
        </message>
        <message>
            <source>Light, for a CPU</source>
            <translation>轻量模型，适合 CPU</translation>
        </message>
        <message>
            <source>Light: trains in minutes on a CPU, and is less accurate than the paper's models.</source>
            <translation>轻量模型：在 CPU 上几分钟即可训练，准确率低于论文中的模型。</translation>
        </message>
        <message>
            <source>Long tail: many rare classes</source>
            <translation>长尾：许多稀有类别</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>失联</translation>
        </message>
        <message>
            <source>Made for a GPU: on a CPU one epoch over a few hundred photos takes hours. A light detector is the choice without a GPU.</source>
            <translation>为 GPU 设计：在 CPU 上，几百张照片的一轮就需数小时。没有 GPU 时请选轻量检测器。</translation>
        </message>
        <message>
            <source>Made for a GPU: on a CPU, count on hours with the paper's recipe. Quick, or one of the light models, takes minutes.</source>
            <translation>为 GPU 设计：在 CPU 上使用论文方案需要数小时。“快速”方案或轻量模型只需几分钟。</translation>
        </message>
        <message>
            <source>Make the split anew, grouped by patient.</source>
            <translation>请按患者分组重新划分。</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Model (*.zip)</source>
            <translation>模型 (*.zip)</translation>
        </message>
        <message>
            <source>Names the class of a photo</source>
            <translation>给出整张照片的类别</translation>
        </message>
        <message>
            <source>Needs about {0} GB of memory, {1} GB are free</source>
            <translation>约需 {0} GB 内存，可用 {1} GB</translation>
        </message>
        <message>
            <source>Needs about {0} GB of memory, {1} GB are free: it fits.</source>
            <translation>约需 {0} GB 内存，可用 {1} GB：足够。</translation>
        </message>
        <message>
            <source>No difference</source>
            <translation>没有差异</translation>
        </message>
        <message>
            <source>No epoch was finished</source>
            <translation>没有完成任何一轮</translation>
        </message>
        <message>
            <source>No file manager answers. The path is copied to the clipboard: {0}</source>
            <translation>没有文件管理器响应。路径已复制到剪贴板：{0}</translation>
        </message>
        <message>
            <source>No photo has a class yet, so there is nothing to learn.</source>
            <translation>还没有照片带有类别，因此没有可学习的内容。</translation>
        </message>
        <message>
            <source>No photo has a lesion box yet, so there is nothing to learn.</source>
            <translation>还没有照片带有病灶框，因此没有可学习的内容。</translation>
        </message>
        <message>
            <source>No photo on the training side has a class.</source>
            <translation>训练集中没有带类别的照片。</translation>
        </message>
        <message>
            <source>No photo on the training side has lesion boxes.</source>
            <translation>训练集中没有带病灶框的照片。</translation>
        </message>
        <message>
            <source>No sign of life</source>
            <translation>没有响应</translation>
        </message>
        <message>
            <source>Paper: as published, for a GPU</source>
            <translation>论文：与发表时一致，适合 GPU</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Photos whose best box has the right class, on validation, %</source>
            <translation>最佳框类别正确的照片（验证集，%）</translation>
        </message>
        <message>
            <source>Photos with boxes: {0} for training, {1} for validation, {2} for test</source>
            <translation>有病灶框的照片：训练 {0}，验证 {1}，测试 {2}</translation>
        </message>
        <message>
            <source>Quick: minutes on a CPU</source>
            <translation>快速：在 CPU 上几分钟</translation>
        </message>
        <message>
            <source>Rare classes count as much as common ones, also in choosing the best epoch.</source>
            <translation>稀有类别与常见类别同等重要，选择最佳轮次时也是如此。</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续训练</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>训练任务</translation>
        </message>
        <message>
            <source>Scratch: random weights</source>
            <translation>从零开始：随机权重</translation>
        </message>
        <message>
            <source>Small pictures, few epochs, new layers first.</source>
            <translation>小图、少轮次、先训练新层。</translation>
        </message>
        <message>
            <source>Snapshot</source>
            <translation>快照</translation>
        </message>
        <message>
            <source>Start now</source>
            <translation>立即开始</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>Starts from</source>
            <translation>起始权重</translation>
        </message>
        <message>
            <source>Starts from scratch: the model knows nothing of pictures yet and needs many more photos and epochs.</source>
            <translation>从零开始：模型对图像还一无所知，需要多得多的照片和轮次。</translation>
        </message>
        <message>
            <source>Stop and keep the best</source>
            <translation>停止并保留最佳</translation>
        </message>
        <message>
            <source>Stopped, best kept</source>
            <translation>已停止，保留最佳</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>正在停止</translation>
        </message>
        <message>
            <source>Stopping: the step is finished, then validated, and the best is kept</source>
            <translation>正在停止：完成当前步，随后验证并保留最佳</translation>
        </message>
        <message>
            <source>The epoch at hand is lost. Checkpoints that were saved stay, and it can be resumed from the last one. Stop instead finishes the step and validates first.</source>
            <translation>当前轮次将丢失。已保存的检查点会保留，可从最近的检查点继续。若选“停止”，则会先完成当前步并验证。</translation>
        </message>
        <message>
            <source>The model of {0} is written to {1}.</source>
            <translation>{0} 的模型已写入 {1}。</translation>
        </message>
        <message>
            <source>The photos aren't split into training, validation and test yet.</source>
            <translation>照片还没有划分为训练集、验证集和测试集。</translation>
        </message>
        <message>
            <source>The project has no photos yet.</source>
            <translation>项目还没有照片。</translation>
        </message>
        <message>
            <source>The project's photos can't be counted: {0}</source>
            <translation>无法统计项目照片：{0}</translation>
        </message>
        <message>
            <source>The recipe of He et al.; hours without a GPU.</source>
            <translation>He 等人的方案；没有 GPU 需数小时。</translation>
        </message>
        <message>
            <source>The recipe with which this model was last started in this project.</source>
            <translation>此模型在本项目中上次启动所用的方案。</translation>
        </message>
        <message>
            <source>The training process doesn't answer. It stops once it does.</source>
            <translation>训练进程没有响应。它一有响应就会停止。</translation>
        </message>
        <message>
            <source>The training process has given no sign of life for a while. It may be stuck.</source>
            <translation>训练进程已有一段时间没有响应，可能卡住了。</translation>
        </message>
        <message>
            <source>The training process has said nothing since it was started.</source>
            <translation>训练进程启动后一直没有输出。</translation>
        </message>
        <message>
            <source>The training process is loading its libraries</source>
            <translation>训练进程正在加载库</translation>
        </message>
        <message>
            <source>There is no validation split: {0} of the training photos are held out.</source>
            <translation>没有验证集：将留出 {0} 的训练照片用于验证。</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练中</translation>
        </message>
        <message>
            <source>Training goes on</source>
            <translation>训练仍在进行</translation>
        </message>
        <message>
            <source>Validation score, %</source>
            <translation>验证得分（%）</translation>
        </message>
        <message>
            <source>Versions</source>
            <translation>版本</translation>
        </message>
        <message>
            <source>Wait a little, or abort it: saved checkpoints stay.</source>
            <translation>请稍候，或中止它：已保存的检查点会保留。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>排队中</translation>
        </message>
        <message>
            <source>Waiting, number {0} in the queue</source>
            <translation>等待中，队列第 {0} 位</translation>
        </message>
        <message>
            <source>Waits for its turn</source>
            <translation>等待轮到它</translation>
        </message>
        <message>
            <source>Was asked to stop, and hasn't answered yet</source>
            <translation>已要求停止，尚未响应</translation>
        </message>
        <message>
            <source>Weighted accuracy on validation, %</source>
            <translation>加权准确率（验证集，%）</translation>
        </message>
        <message>
            <source>What they said out of fold is stored, and stays.</source>
            <translation>它们的折外回答已保存，并会保留。</translation>
        </message>
        <message>
            <source>Without a training box, so never predicted: {0}.</source>
            <translation>没有训练框，因此永远不会被预测：{0}。</translation>
        </message>
        <message>
            <source>Without a training photo, so never predicted: {0}.</source>
            <translation>没有训练照片，因此永远不会被预测：{0}。</translation>
        </message>
        <message>
            <source>Without {0}.</source>
            <translation>不含 {0}。</translation>
        </message>
        <message>
            <source>a class that was removed</source>
            <translation>已删除的类别</translation>
        </message>
        <message>
            <source>at most {0} left</source>
            <translation>最多还需 {0}</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>balanced accuracy</source>
            <translation>平衡准确率</translation>
        </message>
        <message>
            <source>best epoch</source>
            <translation>最佳轮次</translation>
        </message>
        <message>
            <source>image accuracy</source>
            <translation>图像准确率</translation>
        </message>
        <message>
            <source>imported weights, if any</source>
            <translation>已导入的权重（如有）</translation>
        </message>
        <message>
            <source>lesions found at IoU 0.5</source>
            <translation>检出的病灶（IoU 0.5）</translation>
        </message>
        <message>
            <source>mAP at IoU 0.5</source>
            <translation>IoU 0.5 时的 mAP</translation>
        </message>
        <message>
            <source>mAP at IoU 0.5 to 0.95</source>
            <translation>IoU 0.5 至 0.95 的 mAP</translation>
        </message>
        <message>
            <source>mean average precision</source>
            <translation>平均精度均值</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>no detection</source>
            <translation>无检出</translation>
        </message>
        <message>
            <source>scratch</source>
            <translation>从零开始</translation>
        </message>
        <message>
            <source>the paper's recipe</source>
            <translation>论文的方案</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>top 3</source>
            <translation>前三准确率</translation>
        </message>
        <message>
            <source>weighted accuracy</source>
            <translation>加权准确率</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>{0} (backbone)</source>
            <translation>{0}（主干网络）</translation>
        </message>
        <message>
            <source>{0} (paper: {1})</source>
            <translation>{0}（论文：{1}）</translation>
        </message>
        <message>
            <source>{0} GB of the GPU</source>
            <translation>占用 GPU {0} GB</translation>
        </message>
        <message>
            <source>{0} are still training.</source>
            <translation>{0}仍在进行。</translation>
        </message>
        <message>
            <source>{0} has ended without a result.</source>
            <translation>{0} 结束但没有结果。</translation>
        </message>
        <message>
            <source>{0} has failed: {1}</source>
            <translation>{0} 失败：{1}</translation>
        </message>
        <message>
            <source>{0} has finished training.</source>
            <translation>{0} 训练完成。</translation>
        </message>
        <message>
            <source>{0} has stopped and kept its best checkpoint.</source>
            <translation>{0} 已停止，并保留了最佳检查点。</translation>
        </message>
        <message>
            <source>{0} has told what it thinks of {1} that it never learned from.</source>
            <translation>{0} 已说明它对从未学习过的 {1} 的看法。</translation>
        </message>
        <message>
            <source>{0} has {1} more and {2} fewer photos, and {3} with other labels or on another side.</source>
            <translation>{0} 多 {1} 张、少 {2} 张照片，另有 {3} 张的标注或所在集合不同。</translation>
        </message>
        <message>
            <source>{0} is deleted.</source>
            <translation>{0} 已删除。</translation>
        </message>
        <message>
            <source>{0} is imported and can predict.</source>
            <translation>{0} 已导入，可以预测。</translation>
        </message>
        <message>
            <source>{0} is imported, but has other classes than the project: it can't predict here.</source>
            <translation>{0} 已导入，但其类别与项目不同：无法在此预测。</translation>
        </message>
        <message>
            <source>{0} is still training.</source>
            <translation>{0} 仍在训练。</translation>
        </message>
        <message>
            <source>{0} is under way and needs it.</source>
            <translation>{0} 正在进行，需要它。</translation>
        </message>
        <message>
            <source>{0} labelled but on no side of the split, left out</source>
            <translation>{0} 张已标注但未划分，不参与</translation>
        </message>
        <message>
            <source>{0} marked as noise, left out</source>
            <translation>{0} 张标为噪声，不参与</translation>
        </message>
        <message>
            <source>{0} marked as noise, used</source>
            <translation>{0} 张标为噪声，参与训练</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>第 {0} / {1} 张</translation>
        </message>
        <message>
            <source>{0} of {1} epochs</source>
            <translation>{0} / {1} 轮</translation>
        </message>
        <message>
            <source>{0} photos/s</source>
            <translation>{0} 张/秒</translation>
        </message>
        <message>
            <source>{0} rejected, left out</source>
            <translation>{0} 张已排除，不参与</translation>
        </message>
        <message>
            <source>{0} was aborted.</source>
            <translation>{0} 已中止。</translation>
        </message>
        <message>
            <source>{0} without a class, left out</source>
            <translation>{0} 张没有类别，不参与</translation>
        </message>
        <message>
            <source>{0} without boxes, left out</source>
            <translation>{0} 张没有病灶框，不参与</translation>
        </message>
        <message>
            <source>{0}: choose a batch size of at most {1}, or a smaller image size.</source>
            <translation>{0}：请将批量大小设为不超过 {1}，或减小图像尺寸。</translation>
        </message>
        <message>
            <source>{0}: choose a smaller image size, or a lighter model.</source>
            <translation>{0}：请减小图像尺寸，或选择更轻量的模型。</translation>
        </message>
        <message>
            <source>{0}: it is tight. Close other programs.</source>
            <translation>{0}：较为紧张，请关闭其他程序。</translation>
        </message>
        <message>
            <source>{0}: {1} photos at a time will be worked through, which is slower.</source>
            <translation>{0}：每次将只处理 {1} 张照片，速度较慢。</translation>
        </message>
    </context>
    <context>
        <name>TrainController</name>
        <message>
            <source>A classifier learns the class of a whole photo, a detector learns the lesion boxes. Both learn from a frozen copy of the labels, so you can go on labelling meanwhile.</source>
            <translation>分类器学习整张照片的类别，检测器学习病灶框。两者都从冻结的标注副本中学习，因此您可以同时继续标注。</translation>
        </message>
        <message>
            <source>New training…</source>
            <translation>新建训练…</translation>
        </message>
        <message>
            <source>No model has been trained yet</source>
            <translation>还没有训练过模型</translation>
        </message>
        <message>
            <source>No project is open</source>
            <translation>没有打开的项目</translation>
        </message>
        <message>
            <source>Nothing to train on</source>
            <translation>没有可训练的内容</translation>
        </message>
        <message>
            <source>Open a project first</source>
            <translation>请先打开一个项目</translation>
        </message>
        <message>
            <source>Open or create one, then train a model on its photos.</source>
            <translation>打开或新建一个项目，然后用其照片训练模型。</translation>
        </message>
        <message>
            <source>The project has no photos yet. Import some in Annotate, give them classes or boxes, then train.</source>
            <translation>项目还没有照片。请在“标注”中导入照片，给出类别或病灶框，然后训练。</translation>
        </message>
        <message>
            <source>The project is open read-only: another window has it</source>
            <translation>项目以只读方式打开：另一个窗口正在使用它</translation>
        </message>
        <message>
            <source>Validation photos, as epoch {0} sees them</source>
            <translation>第 {0} 轮模型对验证照片的判断</translation>
        </message>
        <message>
            <source>{0} is the next one, but the queue is paused.</source>
            <translation>{0} 是下一个，但队列已暂停。</translation>
        </message>
        <message>
            <source>{0} is the next one: it starts when its device is free.</source>
            <translation>{0} 是下一个：设备空闲后即开始。</translation>
        </message>
        <message>
            <source>{0} waits until the run at hand has ended.</source>
            <translation>{0} 将等到当前训练结束。</translation>
        </message>
        <message>
            <source>{0} waits: the queue is paused.</source>
            <translation>{0} 在等待：队列已暂停。</translation>
        </message>
    </context>
    <context>
        <name>TrainDialog</name>
        <message>
            <source>About a quarter of the photos for test, a tenth for validation, by patient</source>
            <translation>约四分之一照片用于测试，十分之一用于验证，按患者划分</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Each model leaves a part of the patients out and predicts them, whatever the split says</source>
            <translation>每个模型留出一部分患者并对其预测，不论划分如何</translation>
        </message>
        <message>
            <source>Fill all fields with the recipe of He et al. again</source>
            <translation>将所有字段恢复为 He 等人的方案</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>折数</translation>
        </message>
        <message>
            <source>Make the split</source>
            <translation>进行划分</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>New training</source>
            <translation>新建训练</translation>
        </message>
        <message>
            <source>One model, as the split says</source>
            <translation>一个模型，按现有划分</translation>
        </message>
        <message>
            <source>Paper's recipe</source>
            <translation>论文的方案</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>训练方案</translation>
        </message>
        <message>
            <source>Start from</source>
            <translation>起始权重</translation>
        </message>
        <message>
            <source>Start training</source>
            <translation>开始训练</translation>
        </message>
        <message>
            <source>Train on</source>
            <translation>训练设备</translation>
        </message>
        <message>
            <source>What it learns from</source>
            <translation>学习内容</translation>
        </message>
        <message>
            <source>test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>train</source>
            <translation>训练集</translation>
        </message>
        <message>
            <source>val</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>{0} models by patient, to search label errors</source>
            <translation>{0} 个模型（按患者），用于查找标注错误</translation>
        </message>
    </context>
    <context>
        <name>TrainView</name>
        <message>
            <source>Abort…</source>
            <translation>中止…</translation>
        </message>
        <message>
            <source>Choose a model and a recipe, and train on the training split</source>
            <translation>选择模型和训练方案，在训练集上训练</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Delete run…</source>
            <translation>删除训练…</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>End the process at once; checkpoints that were saved stay</source>
            <translation>立即结束进程；已保存的检查点会保留</translation>
        </message>
        <message>
            <source>Export model…</source>
            <translation>导出模型…</translation>
        </message>
        <message>
            <source>Finish this step, validate, keep the best checkpoint, and end</source>
            <translation>完成当前步，验证，保留最佳检查点，然后结束</translation>
        </message>
        <message>
            <source>From a folder…</source>
            <translation>从文件夹…</translation>
        </message>
        <message>
            <source>From a zip file…</source>
            <translation>从 zip 文件…</translation>
        </message>
        <message>
            <source>Go on from the last checkpoint, with the same recipe and the same photos</source>
            <translation>从最近的检查点继续，方案与照片不变</translation>
        </message>
        <message>
            <source>Import model…</source>
            <translation>导入模型…</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>New training…</source>
            <translation>新建训练…</translation>
        </message>
        <message>
            <source>Open run folder</source>
            <translation>打开训练文件夹</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Show checkpoints, log and events of this run in the file manager</source>
            <translation>在文件管理器中显示此训练的检查点、日志和事件</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Take over a model that was exported on another workstation</source>
            <translation>接收在另一台工作站导出的模型</translation>
        </message>
        <message>
            <source>The run has logged nothing yet.</source>
            <translation>此训练还没有日志。</translation>
        </message>
        <message>
            <source>Weights, model card and class table for another workstation</source>
            <translation>权重、模型卡和类别表，供另一台工作站使用</translation>
        </message>
    </context>
    <context>
        <name>TurnedText</name>
        <message>
            <source>Made again: {0}, {1}.</source>
            <translation>已重做：{0}，{1}。</translation>
        </message>
        <message>
            <source>Undone: {0}, {1}.</source>
            <translation>已撤销：{0}，{1}。</translation>
        </message>
        <message>
            <source>{0} photos</source>
            <translation>{0} 张照片</translation>
        </message>
        <message>
            <source>{0} shows it in Annotate.</source>
            <translation>按 {0} 可在“标注”中查看。</translation>
        </message>
    </context>
    <context>
        <name>VersionSketch</name>
        <message>
            <source>After</source>
            <translation>之后</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>此前</translation>
        </message>
        <message>
            <source>Boxes before and after</source>
            <translation>改动前后的病灶框</translation>
        </message>
    </context>
    <context>
        <name>WeightsDialog</name>
        <message>
            <source>Checking {0}…</source>
            <translation>正在检查 {0}…</translation>
        </message>
        <message>
            <source>Choose a weights file first.</source>
            <translation>请先选择权重文件。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Fills</source>
            <translation>用于</translation>
        </message>
        <message>
            <source>For model</source>
            <translation>对应模型</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Imported</source>
            <translation>导入日期</translation>
        </message>
        <message>
            <source>Imported weights</source>
            <translation>已导入的权重</translation>
        </message>
        <message>
            <source>MB</source>
            <translation>MB</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>None yet. Until there are some, models learn from scratch.</source>
            <translation>还没有。在导入之前，模型从零开始学习。</translation>
        </message>
        <message>
            <source>Such as densenet121-a639ec97.pth</source>
            <translation>例如 densenet121-a639ec97.pth</translation>
        </message>
        <message>
            <source>They are kept in {0}</source>
            <translation>保存在 {0}</translation>
        </message>
        <message>
            <source>Training starts from published weights, which you bring as a file: DermDesk downloads nothing. Files of torchvision, pretrainedmodels and mmdet are understood, and .safetensors. No code in them is run.</source>
            <translation>训练从已发布的权重开始，权重文件由您自己提供：DermDesk 不下载任何内容。支持 torchvision、pretrainedmodels 和 mmdet 的文件以及 .safetensors。文件中的代码不会被执行。</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>预训练权重</translation>
        </message>
        <message>
            <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
            <translation>权重 (*.pth *.pt *.safetensors);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Weights file</source>
            <translation>权重文件</translation>
        </message>
        <message>
            <source>the backbone</source>
            <translation>主干网络</translation>
        </message>
        <message>
            <source>the whole network</source>
            <translation>整个网络</translation>
        </message>
        <message>
            <source>{0} was imported for {1}.</source>
            <translation>{0} 已导入，用于 {1}。</translation>
        </message>
    </context>
    <context>
        <name>_FieldRow</name>
        <message>
            <source>Allowed: {0}.</source>
            <translation>允许：{0}。</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>自动</translation>
        </message>
    </context>
    <context>
        <name>actions</name>
        <message>
            <source>About DermDesk</source>
            <translation>关于 DermDesk</translation>
        </message>
        <message>
            <source>Accept all suggestions…</source>
            <translation>接受全部建议…</translation>
        </message>
        <message>
            <source>Accept prediction</source>
            <translation>接受预测</translation>
        </message>
        <message>
            <source>Accept: make boxes</source>
            <translation>接受：生成框</translation>
        </message>
        <message>
            <source>Actual size</source>
            <translation>实际大小</translation>
        </message>
        <message>
            <source>Add photographs, boxes and a metadata table</source>
            <translation>添加照片、病灶框和元数据表</translation>
        </message>
        <message>
            <source>Add the copied boxes</source>
            <translation>添加复制的病灶框</translation>
        </message>
        <message>
            <source>Add, rename, merge, colour and put in order</source>
            <translation>添加、重命名、合并、改色和排序</translation>
        </message>
        <message>
            <source>Adjust view</source>
            <translation>调整显示</translation>
        </message>
        <message>
            <source>Adjust: accept first</source>
            <translation>调整：先接受</translation>
        </message>
        <message>
            <source>Annotate</source>
            <translation>标注</translation>
        </message>
        <message>
            <source>Annotator…</source>
            <translation>标注者…</translation>
        </message>
        <message>
            <source>Ask the trained models about this photo</source>
            <translation>询问已训练的模型对此照片的看法</translation>
        </message>
        <message>
            <source>Begin a cleaning round, or do what is next in it: train again, predict, compare</source>
            <translation>开始一轮清洗，或执行本轮的下一步：重新训练、预测、对比</translation>
        </message>
        <message>
            <source>Both wrong: redraw</source>
            <translation>均不对：重画</translation>
        </message>
        <message>
            <source>Boxes of previous photo</source>
            <translation>上一张照片的病灶框</translation>
        </message>
        <message>
            <source>Brightness, contrast and tones, on the screen only</source>
            <translation>亮度、对比度和色调，仅影响屏幕显示</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Choose class…</source>
            <translation>选择类别…</translation>
        </message>
        <message>
            <source>Choose which photographs train, validate and test</source>
            <translation>选择哪些照片用于训练、验证和测试</translation>
        </message>
        <message>
            <source>Class 1</source>
            <translation>类别 1</translation>
        </message>
        <message>
            <source>Class 10</source>
            <translation>类别 10</translation>
        </message>
        <message>
            <source>Class 2</source>
            <translation>类别 2</translation>
        </message>
        <message>
            <source>Class 3</source>
            <translation>类别 3</translation>
        </message>
        <message>
            <source>Class 4</source>
            <translation>类别 4</translation>
        </message>
        <message>
            <source>Class 5</source>
            <translation>类别 5</translation>
        </message>
        <message>
            <source>Class 6</source>
            <translation>类别 6</translation>
        </message>
        <message>
            <source>Class 7</source>
            <translation>类别 7</translation>
        </message>
        <message>
            <source>Class 8</source>
            <translation>类别 8</translation>
        </message>
        <message>
            <source>Class 9</source>
            <translation>类别 9</translation>
        </message>
        <message>
            <source>Classes…</source>
            <translation>类别…</translation>
        </message>
        <message>
            <source>Cleaning round: go on…</source>
            <translation>清洗轮：继续…</translation>
        </message>
        <message>
            <source>Close project</source>
            <translation>关闭项目</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the selected boxes beside themselves</source>
            <translation>在旁边复制所选病灶框</translation>
        </message>
        <message>
            <source>Copy the selected boxes, for this or another photo</source>
            <translation>复制所选病灶框，用于此照片或其他照片</translation>
        </message>
        <message>
            <source>Crosshair</source>
            <translation>十字线</translation>
        </message>
        <message>
            <source>Data, tables, charts and errors as one file</source>
            <translation>数据、表格、图表和错误，存为一个文件</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Delete the selected boxes</source>
            <translation>删除所选病灶框</translation>
        </message>
        <message>
            <source>Diagnose class 1 of the list</source>
            <translation>诊断为列表中的第 1 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 10 of the list</source>
            <translation>诊断为列表中的第 10 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 2 of the list</source>
            <translation>诊断为列表中的第 2 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 3 of the list</source>
            <translation>诊断为列表中的第 3 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 4 of the list</source>
            <translation>诊断为列表中的第 4 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 5 of the list</source>
            <translation>诊断为列表中的第 5 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 6 of the list</source>
            <translation>诊断为列表中的第 6 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 7 of the list</source>
            <translation>诊断为列表中的第 7 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 8 of the list</source>
            <translation>诊断为列表中的第 8 个类别</translation>
        </message>
        <message>
            <source>Diagnose class 9 of the list</source>
            <translation>诊断为列表中的第 9 个类别</translation>
        </message>
        <message>
            <source>Diagnosis 1</source>
            <translation>诊断 1</translation>
        </message>
        <message>
            <source>Diagnosis 10</source>
            <translation>诊断 10</translation>
        </message>
        <message>
            <source>Diagnosis 2</source>
            <translation>诊断 2</translation>
        </message>
        <message>
            <source>Diagnosis 3</source>
            <translation>诊断 3</translation>
        </message>
        <message>
            <source>Diagnosis 4</source>
            <translation>诊断 4</translation>
        </message>
        <message>
            <source>Diagnosis 5</source>
            <translation>诊断 5</translation>
        </message>
        <message>
            <source>Diagnosis 6</source>
            <translation>诊断 6</translation>
        </message>
        <message>
            <source>Diagnosis 7</source>
            <translation>诊断 7</translation>
        </message>
        <message>
            <source>Diagnosis 8</source>
            <translation>诊断 8</translation>
        </message>
        <message>
            <source>Diagnosis 9</source>
            <translation>诊断 9</translation>
        </message>
        <message>
            <source>Difficult or not</source>
            <translation>标为难辨或取消</translation>
        </message>
        <message>
            <source>Drag the photograph</source>
            <translation>拖动照片</translation>
        </message>
        <message>
            <source>Drag, click two corners, or press Return; dragging on bare skin draws as well</source>
            <translation>拖动、点击两个对角，或按 Return；在空白皮肤上拖动也可画框</translation>
        </message>
        <message>
            <source>Draw 120 skin photographs and open them as a project</source>
            <translation>绘制 120 张皮肤照片并作为项目打开</translation>
        </message>
        <message>
            <source>Draw a box</source>
            <translation>画框</translation>
        </message>
        <message>
            <source>Draw and correct with all tools</source>
            <translation>用全部工具绘制和修正</translation>
        </message>
        <message>
            <source>Draw with the tool in hand, take the previewed boxes, or accept a prediction</source>
            <translation>用选中的工具画框，采用预览的病灶框，或接受预测</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>复制一份</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Evaluate</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Find a command…</source>
            <translation>查找命令…</translation>
        </message>
        <message>
            <source>Find cropped and turned copies</source>
            <translation>查找裁剪和旋转过的副本</translation>
        </message>
        <message>
            <source>Find duplicates and poor photos</source>
            <translation>查找重复和质量差的照片</translation>
        </message>
        <message>
            <source>First right: keep labels</source>
            <translation>第一位正确：保留标注</translation>
        </message>
        <message>
            <source>Fit photo</source>
            <translation>适应照片</translation>
        </message>
        <message>
            <source>Fit photo in review</source>
            <translation>复核时适应照片</translation>
        </message>
        <message>
            <source>Fit photo of the conflict</source>
            <translation>分歧照片适应窗口</translation>
        </message>
        <message>
            <source>Fit selection</source>
            <translation>适应所选</translation>
        </message>
        <message>
            <source>Flag or unflag</source>
            <translation>加上或取消旗标</translation>
        </message>
        <message>
            <source>Flag the photo and open it in Annotate</source>
            <translation>给照片加旗标并在“标注”中打开</translation>
        </message>
        <message>
            <source>Flag the photo, to ask somebody else</source>
            <translation>给照片加旗标，请他人判断</translation>
        </message>
        <message>
            <source>Flag the photograph and open it in Annotate</source>
            <translation>标记照片并在“标注”中打开</translation>
        </message>
        <message>
            <source>For all photos listed, after a preview</source>
            <translation>预览后用于列出的全部照片</translation>
        </message>
        <message>
            <source>Freeze the labels as a version with a name and a content hash</source>
            <translation>将标注冻结为带名称和内容哈希的版本</translation>
        </message>
        <message>
            <source>Give the photo or box what the models say</source>
            <translation>将模型给出的结论赋予照片或病灶框</translation>
        </message>
        <message>
            <source>Give the photograph the second reader's labels</source>
            <translation>采用第二位读片者的标注</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 1 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 1 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 10 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 10 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 2 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 2 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 3 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 3 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 4 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 4 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 5 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 5 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 6 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 6 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 7 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 7 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 8 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 8 个类别</translation>
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 9 of the list</source>
            <translation>将所选（或下一个）病灶框设为列表中的第 9 个类别</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Hide boxes while held</source>
            <translation>按住时隐藏病灶框</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Import photographs…</source>
            <translation>导入照片…</translation>
        </message>
        <message>
            <source>Keep the label; it is not asked again</source>
            <translation>保留标注；不再询问</translation>
        </message>
        <message>
            <source>Keep the labels as they are</source>
            <translation>保留现有标注</translation>
        </message>
        <message>
            <source>Keep the photo, but not for training</source>
            <translation>保留照片，但不用于训练</translation>
        </message>
        <message>
            <source>Keep the photograph, but not for training</source>
            <translation>保留照片，但不用于训练</translation>
        </message>
        <message>
            <source>Keep the selected boxes from being moved or deleted</source>
            <translation>防止所选病灶框被移动或删除</translation>
        </message>
        <message>
            <source>Keys…</source>
            <translation>快捷键…</translation>
        </message>
        <message>
            <source>Label right: keep it</source>
            <translation>标注正确：保留</translation>
        </message>
        <message>
            <source>Language: English</source>
            <translation>语言：English</translation>
        </message>
        <message>
            <source>Language: as the system</source>
            <translation>语言：跟随系统</translation>
        </message>
        <message>
            <source>Language: 简体中文</source>
            <translation>语言：简体中文</translation>
        </message>
        <message>
            <source>Lay the best classifier's heat map over the photo</source>
            <translation>在照片上叠加最佳分类器的热力图</translation>
        </message>
        <message>
            <source>Leave the photograph out, and say why</source>
            <translation>排除此照片，并说明原因</translation>
        </message>
        <message>
            <source>Let a classifier see every photo once, as long as predicting takes; Nearest goes by it, too</source>
            <translation>让分类器把每张照片看一遍，耗时与预测相当；“最接近”也以此为准</translation>
        </message>
        <message>
            <source>Let a second person read a sample blind, and settle what both see differently</source>
            <translation>让第二个人盲读一个样本，并裁决看法不同之处</translation>
        </message>
        <message>
            <source>Lines through the pointer, to place an edge</source>
            <translation>通过指针的十字线，便于对准边缘</translation>
        </message>
        <message>
            <source>List every key, and choose others</source>
            <translation>列出所有快捷键，并可自行更改</translation>
        </message>
        <message>
            <source>Lock or unlock</source>
            <translation>锁定或解锁</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>重新查看</translation>
        </message>
        <message>
            <source>Look at every photo once: copies, blur, darkness, glare</source>
            <translation>逐张检查照片：重复、模糊、过暗、反光</translation>
        </message>
        <message>
            <source>Look: as the system</source>
            <translation>外观：跟随系统</translation>
        </message>
        <message>
            <source>Look: dark</source>
            <translation>外观：深色</translation>
        </message>
        <message>
            <source>Look: light</source>
            <translation>外观：浅色</translation>
        </message>
        <message>
            <source>Magnify while held</source>
            <translation>按住时放大</translation>
        </message>
        <message>
            <source>Make a project for your photographs</source>
            <translation>为您的照片新建项目</translation>
        </message>
        <message>
            <source>Make the chosen predicted box, or the best one, a lesion box</source>
            <translation>将所选预测框（或得分最高者）变为病灶框</translation>
        </message>
        <message>
            <source>Make the chosen suggested box, or all shown, lesion boxes</source>
            <translation>将所选建议框（或全部显示的）变为病灶框</translation>
        </message>
        <message>
            <source>Make the chosen suggested box, or the surest, a lesion box, to be moved and resized here</source>
            <translation>把选中的建议框（或把握最大的）变成病灶框，在此移动和调整大小</translation>
        </message>
        <message>
            <source>Make the edit again</source>
            <translation>重做该编辑</translation>
        </message>
        <message>
            <source>Mark the photograph to come back to it</source>
            <translation>给照片加旗标以便回看</translation>
        </message>
        <message>
            <source>Mark the photograph verified and go on (or tap Space)</source>
            <translation>将照片标为已核验并继续（也可轻按空格）</translation>
        </message>
        <message>
            <source>Model right: fix label</source>
            <translation>模型正确：修正标注</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Move the lower edge of the selected boxes by 1 px</source>
            <translation>将所选病灶框的下边移动 1 像素</translation>
        </message>
        <message>
            <source>Move the lower edge of the selected boxes by 10 px</source>
            <translation>将所选病灶框的下边移动 10 像素</translation>
        </message>
        <message>
            <source>Move the right edge of the selected boxes by 1 px</source>
            <translation>将所选病灶框的右边移动 1 像素</translation>
        </message>
        <message>
            <source>Move the right edge of the selected boxes by 10 px</source>
            <translation>将所选病灶框的右边移动 10 像素</translation>
        </message>
        <message>
            <source>Move the run that is chosen in Train towards the end of the queue</source>
            <translation>将“训练”中所选的训练任务移向队列末尾</translation>
        </message>
        <message>
            <source>Move the run that is chosen in Train towards the front of the queue</source>
            <translation>将“训练”中所选的训练任务移向队列前端</translation>
        </message>
        <message>
            <source>Move the selected boxes by 1 px</source>
            <translation>将所选病灶框移动 1 像素</translation>
        </message>
        <message>
            <source>Move the selected boxes by 10 px</source>
            <translation>将所选病灶框移动 10 像素</translation>
        </message>
        <message>
            <source>Narrower</source>
            <translation>变窄</translation>
        </message>
        <message>
            <source>Narrower by 10 px</source>
            <translation>变窄 10 像素</translation>
        </message>
        <message>
            <source>Neither: draw anew</source>
            <translation>都不对：重新画框</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>新建项目…</translation>
        </message>
        <message>
            <source>New training…</source>
            <translation>新建训练…</translation>
        </message>
        <message>
            <source>Next box</source>
            <translation>下一个病灶框</translation>
        </message>
        <message>
            <source>Next conflict</source>
            <translation>下一处分歧</translation>
        </message>
        <message>
            <source>Next flagged photo</source>
            <translation>下一张加旗标的照片</translation>
        </message>
        <message>
            <source>Next in the queue</source>
            <translation>队列中的下一个</translation>
        </message>
        <message>
            <source>Next photo</source>
            <translation>下一张照片</translation>
        </message>
        <message>
            <source>Next photo to verify</source>
            <translation>下一张待核验的照片</translation>
        </message>
        <message>
            <source>Next photo without labels</source>
            <translation>下一张未标注的照片</translation>
        </message>
        <message>
            <source>Noise: leave out</source>
            <translation>噪声：不参与</translation>
        </message>
        <message>
            <source>Noise…</source>
            <translation>噪声…</translation>
        </message>
        <message>
            <source>Note on boxes</source>
            <translation>病灶框备注</translation>
        </message>
        <message>
            <source>Nudge down</source>
            <translation>向下微移</translation>
        </message>
        <message>
            <source>Nudge left</source>
            <translation>向左微移</translation>
        </message>
        <message>
            <source>Nudge right</source>
            <translation>向右微移</translation>
        </message>
        <message>
            <source>Nudge up</source>
            <translation>向上微移</translation>
        </message>
        <message>
            <source>Occluded or not</source>
            <translation>标为遮挡或取消</translation>
        </message>
        <message>
            <source>Open demo</source>
            <translation>打开演示</translation>
        </message>
        <message>
            <source>Open in Annotate</source>
            <translation>在“标注”中打开</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>打开项目…</translation>
        </message>
        <message>
            <source>Open the folder of a project</source>
            <translation>打开项目文件夹</translation>
        </message>
        <message>
            <source>Pan while held; tapped: verify and go on</source>
            <translation>按住时平移；轻按：核验并继续</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Pixel for pixel</source>
            <translation>逐像素显示</translation>
        </message>
        <message>
            <source>Predict this photo</source>
            <translation>预测此照片</translation>
        </message>
        <message>
            <source>Preview the boxes of the previous photo; press again to add them</source>
            <translation>预览上一张照片的病灶框；再按一次即添加</translation>
        </message>
        <message>
            <source>Previous box</source>
            <translation>上一个病灶框</translation>
        </message>
        <message>
            <source>Previous conflict</source>
            <translation>上一处分歧</translation>
        </message>
        <message>
            <source>Previous in the queue</source>
            <translation>队列中的上一个</translation>
        </message>
        <message>
            <source>Previous photo</source>
            <translation>上一张照片</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Push down</source>
            <translation>向下大步移动</translation>
        </message>
        <message>
            <source>Push left</source>
            <translation>向左大步移动</translation>
        </message>
        <message>
            <source>Push right</source>
            <translation>向右大步移动</translation>
        </message>
        <message>
            <source>Push up</source>
            <translation>向上大步移动</translation>
        </message>
        <message>
            <source>Put a training together and start it</source>
            <translation>配置并开始一次训练</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Reject: no lesions</source>
            <translation>拒绝：非病灶</translation>
        </message>
        <message>
            <source>Rejected…</source>
            <translation>排除…</translation>
        </message>
        <message>
            <source>Relink folder…</source>
            <translation>重新链接文件夹…</translation>
        </message>
        <message>
            <source>Reset view adjustments</source>
            <translation>重置显示调整</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>复核</translation>
        </message>
        <message>
            <source>Say that something covers a part of the lesions</source>
            <translation>标明病灶有一部分被遮住</translation>
        </message>
        <message>
            <source>Say that the photograph's edge cuts the lesions off</source>
            <translation>标明病灶被照片边缘截断</translation>
        </message>
        <message>
            <source>Say that the selected boxes are hard to judge</source>
            <translation>标明所选病灶框难以判断</translation>
        </message>
        <message>
            <source>Say where a folder of photographs is now</source>
            <translation>指明照片文件夹现在的位置</translation>
        </message>
        <message>
            <source>Search photos</source>
            <translation>搜索照片</translation>
        </message>
        <message>
            <source>Second reading…</source>
            <translation>第二次读片…</translation>
        </message>
        <message>
            <source>Second right: take over</source>
            <translation>第二位正确：采用</translation>
        </message>
        <message>
            <source>See a small lesion closely</source>
            <translation>放大查看小病灶</translation>
        </message>
        <message>
            <source>See bare skin</source>
            <translation>查看不带框的皮肤</translation>
        </message>
        <message>
            <source>Select all boxes</source>
            <translation>选择全部病灶框</translation>
        </message>
        <message>
            <source>Select the next box of the photo</source>
            <translation>选择照片上的下一个病灶框</translation>
        </message>
        <message>
            <source>Select the previous box of the photo</source>
            <translation>选择照片上的上一个病灶框</translation>
        </message>
        <message>
            <source>Shorter</source>
            <translation>变矮</translation>
        </message>
        <message>
            <source>Shorter by 10 px</source>
            <translation>变矮 10 像素</translation>
        </message>
        <message>
            <source>Show photographs as they are</source>
            <translation>按原样显示照片</translation>
        </message>
        <message>
            <source>Show predictions</source>
            <translation>显示预测</translation>
        </message>
        <message>
            <source>Show the models' boxes</source>
            <translation>显示模型的预测框</translation>
        </message>
        <message>
            <source>Show the photographs as thumbnails instead of a list</source>
            <translation>以缩略图代替列表显示照片</translation>
        </message>
        <message>
            <source>Show the whole photo</source>
            <translation>显示整张照片</translation>
        </message>
        <message>
            <source>Show the whole photograph</source>
            <translation>显示整张照片</translation>
        </message>
        <message>
            <source>Sign off version…</source>
            <translation>签署版本…</translation>
        </message>
        <message>
            <source>Split photographs…</source>
            <translation>划分照片…</translation>
        </message>
        <message>
            <source>Stop drawing, or select nothing</source>
            <translation>停止画框，或取消选择</translation>
        </message>
        <message>
            <source>Take back the last edit and go to its photograph</source>
            <translation>撤销上一次编辑并转到其照片</translation>
        </message>
        <message>
            <source>Taller</source>
            <translation>变高</translation>
        </message>
        <message>
            <source>Taller by 10 px</source>
            <translation>变高 10 像素</translation>
        </message>
        <message>
            <source>The chosen suggested box, or all shown, are no lesions</source>
            <translation>所选建议框（或全部显示的）不是病灶</translation>
        </message>
        <message>
            <source>The files that training starts from</source>
            <translation>训练的起始权重文件</translation>
        </message>
        <message>
            <source>Thumbnails</source>
            <translation>缩略图</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Train earlier</source>
            <translation>提前训练</translation>
        </message>
        <message>
            <source>Train later</source>
            <translation>推后训练</translation>
        </message>
        <message>
            <source>Truncated or not</source>
            <translation>标为截断或取消</translation>
        </message>
        <message>
            <source>Type a few letters of a class name or code</source>
            <translation>输入类别名称或代码的几个字母</translation>
        </message>
        <message>
            <source>Type a few letters of what to do</source>
            <translation>输入要做之事的几个字母</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Unsure: flag it</source>
            <translation>不确定：加旗标</translation>
        </message>
        <message>
            <source>Verified, next</source>
            <translation>核验并继续</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Weights…</source>
            <translation>预训练权重…</translation>
        </message>
        <message>
            <source>Where it looked</source>
            <translation>关注区域</translation>
        </message>
        <message>
            <source>Who changed what when, and earlier versions</source>
            <translation>谁在何时改了什么，以及以前的版本</translation>
        </message>
        <message>
            <source>Whose name the history has</source>
            <translation>记录在历史中的名字</translation>
        </message>
        <message>
            <source>Wider</source>
            <translation>变宽</translation>
        </message>
        <message>
            <source>Wider by 10 px</source>
            <translation>变宽 10 像素</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Work the queue out anew</source>
            <translation>重新计算队列</translation>
        </message>
        <message>
            <source>Write a note on the selected boxes</source>
            <translation>为所选病灶框编写备注</translation>
        </message>
        <message>
            <source>Write report…</source>
            <translation>撰写报告…</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Zoom to the selected boxes</source>
            <translation>缩放到所选病灶框</translation>
        </message>
    </context>
    <context>
        <name>core</name>
        <message>
            <source>, and so would {0} others.</source>
            <translation>，另有 {0} 位也会如此。</translation>
        </message>
        <message>
            <source>16-mixed</source>
            <translation>16-mixed</translation>
        </message>
        <message>
            <source>32-true</source>
            <translation>32-true</translation>
        </message>
        <message>
            <source>32-true is exact. The mixed ones are faster on a GPU and need less memory. auto: bf16-mixed where a GPU has it, else 32-true.</source>
            <translation>32-true 为精确计算。混合精度在 GPU 上更快、更省内存。auto：GPU 支持时用 bf16-mixed，否则用 32-true。</translation>
        </message>
        <message>
            <source>A box needs finite coordinates, not {0}.</source>
            <translation>病灶框需要有限的坐标，而不是 {0}。</translation>
        </message>
        <message>
            <source>A box needs x1 &lt; x2 and y1 &lt; y2, not {0}.</source>
            <translation>病灶框需满足 x1 &lt; x2 且 y1 &lt; y2，而不是 {0}。</translation>
        </message>
        <message>
            <source>A box of this photograph is locked.</source>
            <translation>这张照片有一个病灶框已锁定。</translation>
        </message>
        <message>
            <source>A class needs a name.</source>
            <translation>类别需要名称。</translation>
        </message>
        <message>
            <source>A cleaning round needs at least one finished training to be compared with.</source>
            <translation>清洗轮至少需要一个已完成的训练用于对比。</translation>
        </message>
        <message>
            <source>A code has 1 to {0} characters and no space; {1} hasn't.</source>
            <translation>代码为 1 到 {0} 个字符且不含空格；{1} 不符合。</translation>
        </message>
        <message>
            <source>A condition is missing here.</source>
            <translation>这里缺少一个条件。</translation>
        </message>
        <message>
            <source>A demo needs at least 16 photographs, not {0}.</source>
            <translation>演示至少需要 16 张照片，而不是 {0}。</translation>
        </message>
        <message>
            <source>A file in the zip file is too large to be a model's.</source>
            <translation>zip 文件中有一个文件太大，不可能属于模型。</translation>
        </message>
        <message>
            <source>A newer DermDesk wrote this.</source>
            <translation>这是由更新版本的 DermDesk 写入的。</translation>
        </message>
        <message>
            <source>A photograph of the sample can't be read.</source>
            <translation>样本中有一张照片无法读取。</translation>
        </message>
        <message>
            <source>A predicted box of {0} has a class or score its model can't give.</source>
            <translation>{0} 的一个预测框带有其模型无法给出的类别或得分。</translation>
        </message>
        <message>
            <source>A prediction of {0} has neither probabilities nor boxes.</source>
            <translation>{0} 的一个预测既没有概率也没有框。</translation>
        </message>
        <message>
            <source>A prediction of {0} has other classes than its model card.</source>
            <translation>{0} 的一个预测的类别与其模型卡不同。</translation>
        </message>
        <message>
            <source>A prediction of {0} needs one finite probability a class.</source>
            <translation>{0} 的一个预测需要为每个类别给出一个有限的概率。</translation>
        </message>
        <message>
            <source>A recipe has no field {0}.{1} Its fields are {2}.</source>
            <translation>训练方案没有 {0} 字段。{1} 其字段为 {2}。</translation>
        </message>
        <message>
            <source>A recipe is a table of fields, not {0}.</source>
            <translation>训练方案是字段表，而不是 {0}。</translation>
        </message>
        <message>
            <source>A row of {0} refers to nothing.</source>
            <translation>{0} 中有一行没有指向任何内容。</translation>
        </message>
        <message>
            <source>A second reading takes labelled photographs that somebody else has labelled.</source>
            <translation>第二次读片需要由他人标注的照片。</translation>
        </message>
        <message>
            <source>A state dict is needed.</source>
            <translation>需要一个 state dict。</translation>
        </message>
        <message>
            <source>A test share of {0} and a validation share of {1} leave nothing to train on.</source>
            <translation>测试集比例 {0} 加验证集比例 {1}，没有照片可供训练。</translation>
        </message>
        <message>
            <source>Accept predicted box</source>
            <translation>接受预测框</translation>
        </message>
        <message>
            <source>Add class {0}</source>
            <translation>添加类别 {0}</translation>
        </message>
        <message>
            <source>After this many epochs the learning rate is multiplied by the drop factor, again and again. Paper: 10.</source>
            <translation>每过这么多轮，学习率就乘以衰减系数，如此反复。论文：10。</translation>
        </message>
        <message>
            <source>All weights are 0, so no classifier is left.</source>
            <translation>所有权重均为 0，没有剩下任何分类器。</translation>
        </message>
        <message>
            <source>An answer of {0} is for other classes than its model card's.</source>
            <translation>{0} 的一个回答所对应的类别与其模型卡不同。</translation>
        </message>
        <message>
            <source>An order must name each class once.</source>
            <translation>排序必须恰好列出每个类别一次。</translation>
        </message>
        <message>
            <source>Another process holds the queue.</source>
            <translation>另一个进程占用了队列。</translation>
        </message>
        <message>
            <source>Another process of the run ended, or can't be reached any more.</source>
            <translation>该训练的另一个进程已结束，或无法再联系到。</translation>
        </message>
        <message>
            <source>Another process works through this queue.</source>
            <translation>另一个进程正在处理此队列。</translation>
        </message>
        <message>
            <source>Another program holds the project file.</source>
            <translation>另一个程序正占用项目文件。</translation>
        </message>
        <message>
            <source>Ask a classifier, without a test-time option.</source>
            <translation>请使用分类器，且不使用测试时选项。</translation>
        </message>
        <message>
            <source>Ask alike: dermdesk predict {0} --models {1} --split test --tta {2} --again</source>
            <translation>请以相同方式预测：dermdesk predict {0} --models {1} --split test --tta {2} --again</translation>
        </message>
        <message>
            <source>Ask for a file of weights only (a state dict), or a .safetensors file.</source>
            <translation>请索取仅含权重的文件（state dict）或 .safetensors 文件。</translation>
        </message>
        <message>
            <source>Ask it on the command line: dermdesk predict PROJECT --models {0} --tta {1}</source>
            <translation>请在命令行询问：dermdesk predict PROJECT --models {0} --tta {1}</translation>
        </message>
        <message>
            <source>Asks the model to be surer of a rare class than of a common one while it learns, in proportion to how rare it is; 1 suits a fair share of every class, 0 is off, as in the paper. Use this, class weights or balanced sampling, not two of them.</source>
            <translation>让模型在学习时对罕见类别比对常见类别更有把握，程度与罕见程度成比例；1 适合让每个类别得到公平的份额，0 为关闭，与论文一致。此项、类别权重和均衡采样，请只用其一。</translation>
        </message>
        <message>
            <source>Augment</source>
            <translation>启用增强</translation>
        </message>
        <message>
            <source>Augmentation</source>
            <translation>数据增强</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <source>Begin a new one: dermdesk clean {0} begin</source>
            <translation>开始新的一轮：dermdesk clean {0} begin</translation>
        </message>
        <message>
            <source>Begin one with: dermdesk readings PROJECT begin READER</source>
            <translation>开始方式：dermdesk readings PROJECT begin READER</translation>
        </message>
        <message>
            <source>Begin one: dermdesk clean {0} begin</source>
            <translation>开始一轮：dermdesk clean {0} begin</translation>
        </message>
        <message>
            <source>Begin with a letter or digit; then also spaces and . + - _</source>
            <translation>以字母或数字开头；其后还可用空格和 . + - _</translation>
        </message>
        <message>
            <source>Best model by</source>
            <translation>最佳模型依据</translation>
        </message>
        <message>
            <source>Both are from 0 to 1, and their sum is below 1.</source>
            <translation>两者都在 0 到 1 之间，且其和小于 1。</translation>
        </message>
        <message>
            <source>Boxes overlap poorly</source>
            <translation>框重叠不佳</translation>
        </message>
        <message>
            <source>Bring a file with `dermdesk weights import FILE --model {0}`, or train from scratch.</source>
            <translation>请用 `dermdesk weights import FILE --model {0}` 导入文件，或从零训练。</translation>
        </message>
        <message>
            <source>Bring it back: dermdesk weights import {0} --model {1}</source>
            <translation>请重新导入：dermdesk weights import {0} --model {1}</translation>
        </message>
        <message>
            <source>Bring the split back, or end the round and begin a new one.</source>
            <translation>请恢复划分，或结束本轮并开始新的一轮。</translation>
        </message>
        <message>
            <source>Building {0}</source>
            <translation>正在构建 {0}</translation>
        </message>
        <message>
            <source>Card and checkpoint come from different runs; train again.</source>
            <translation>模型卡与检查点来自不同的训练；请重新训练。</translation>
        </message>
        <message>
            <source>Change aliases of {0}</source>
            <translation>更改 {0} 的别名</translation>
        </message>
        <message>
            <source>Change code of {0}</source>
            <translation>更改 {0} 的代码</translation>
        </message>
        <message>
            <source>Change colour of {0}</source>
            <translation>更改 {0} 的颜色</translation>
        </message>
        <message>
            <source>Check that the disk is sound and that you may write the project's folder, then do it again.</source>
            <translation>请检查磁盘是否完好，以及您能否写入项目文件夹，然后重试。</translation>
        </message>
        <message>
            <source>Check that the disk is there and that you may read and write the project's folder, then do it again.</source>
            <translation>请检查磁盘是否存在，以及您能否读写项目文件夹，然后重试。</translation>
        </message>
        <message>
            <source>Check that you may write in this folder, or open the project read-only.</source>
            <translation>请检查您能否写入此文件夹，或以只读方式打开项目。</translation>
        </message>
        <message>
            <source>Check the path.</source>
            <translation>请检查路径。</translation>
        </message>
        <message>
            <source>Choose a folder you may write.</source>
            <translation>请选择您可以写入的文件夹。</translation>
        </message>
        <message>
            <source>Choose a new or an empty folder.</source>
            <translation>请选择新的或空的文件夹。</translation>
        </message>
        <message>
            <source>Choose another name with `--name`.</source>
            <translation>请用 `--name` 换一个名称。</translation>
        </message>
        <message>
            <source>Choose another name.</source>
            <translation>请换一个名称。</translation>
        </message>
        <message>
            <source>Choose another name: what was signed stays.</source>
            <translation>请换一个名称：已签署的内容保持不变。</translation>
        </message>
        <message>
            <source>Choose fewer folds.</source>
            <translation>请选择更少的折数。</translation>
        </message>
        <message>
            <source>Choose the architecture these weights were made for.</source>
            <translation>请选择这些权重所对应的架构。</translation>
        </message>
        <message>
            <source>Choose the device cuda instead.</source>
            <translation>请改选设备 cuda。</translation>
        </message>
        <message>
            <source>Choose with `--model`: {0}.</source>
            <translation>请用 `--model` 选择：{0}。</translation>
        </message>
        <message>
            <source>Class folders have no boxes.</source>
            <translation>类别文件夹没有病灶框。</translation>
        </message>
        <message>
            <source>Class id {0} belonged to {1} and can't be given to {2}.</source>
            <translation>类别编号 {0} 曾属于 {1}，不能再给 {2}。</translation>
        </message>
        <message>
            <source>Class weights</source>
            <translation>类别权重</translation>
        </message>
        <message>
            <source>Class {0} can't be merged into itself.</source>
            <translation>类别 {0} 不能合并到自身。</translation>
        </message>
        <message>
            <source>Class {0} is used by {1} boxes and as the diagnosis of {2} photographs, so it stays.</source>
            <translation>类别 {0} 被 {1} 个病灶框和 {2} 张照片的诊断使用，因此保留。</translation>
        </message>
        <message>
            <source>Class {0} was changed meanwhile, so nothing was done.</source>
            <translation>类别 {0} 期间已被更改，因此未执行任何操作。</translation>
        </message>
        <message>
            <source>Classifiers: {0}.</source>
            <translation>分类器：{0}。</translation>
        </message>
        <message>
            <source>Clear diagnosis</source>
            <translation>清除诊断</translation>
        </message>
        <message>
            <source>Clear its predictions first.</source>
            <translation>请先清除其预测。</translation>
        </message>
        <message>
            <source>Clear note</source>
            <translation>清除备注</translation>
        </message>
        <message>
            <source>Close it and try again.</source>
            <translation>请关闭它后重试。</translation>
        </message>
        <message>
            <source>Close it elsewhere.</source>
            <translation>请在别处关闭它。</translation>
        </message>
        <message>
            <source>Close it there, or open it read-only here.</source>
            <translation>请在那里关闭它，或在此以只读方式打开。</translation>
        </message>
        <message>
            <source>Close other programs that use it, or predict on the CPU.</source>
            <translation>请关闭占用它的其他程序，或在 CPU 上预测。</translation>
        </message>
        <message>
            <source>Close other programs that use it.</source>
            <translation>请关闭占用它的其他程序。</translation>
        </message>
        <message>
            <source>Close the other window first.</source>
            <translation>请先关闭另一个窗口。</translation>
        </message>
        <message>
            <source>Colour jitter</source>
            <translation>颜色抖动</translation>
        </message>
        <message>
            <source>Copy box</source>
            <translation>复制病灶框</translation>
        </message>
        <message>
            <source>Copy box from previous photo</source>
            <translation>从上一张照片复制病灶框</translation>
        </message>
        <message>
            <source>Copy it again from where it came.</source>
            <translation>请从原处重新复制。</translation>
        </message>
        <message>
            <source>Copy it anew from where it was, or start a new run.</source>
            <translation>请从原处重新复制该文件，或开始新的训练。</translation>
        </message>
        <message>
            <source>Copy it as a new box instead.</source>
            <translation>请将它复制为新的病灶框。</translation>
        </message>
        <message>
            <source>Copy or download it again, or rename it if that is no hash.</source>
            <translation>请重新复制或下载；若那不是哈希值，请重命名文件。</translation>
        </message>
        <message>
            <source>Copy or download it again.</source>
            <translation>请重新复制或下载。</translation>
        </message>
        <message>
            <source>Copy the model anew from where it was.</source>
            <translation>请从原处重新复制该模型。</translation>
        </message>
        <message>
            <source>Copy {0} boxes</source>
            <translation>复制 {0} 个病灶框</translation>
        </message>
        <message>
            <source>Copy {0} boxes from previous photo</source>
            <translation>从上一张照片复制 {0} 个病灶框</translation>
        </message>
        <message>
            <source>Correct or leave out photographs of training or validation first, in Review.</source>
            <translation>请先在“复核”中改正或排除训练集或验证集的照片。</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Delete box</source>
            <translation>删除病灶框</translation>
        </message>
        <message>
            <source>Delete the file: the runs themselves stay.</source>
            <translation>请删除该文件：训练本身会保留。</translation>
        </message>
        <message>
            <source>Delete {0} boxes</source>
            <translation>删除 {0} 个病灶框</translation>
        </message>
        <message>
            <source>Detectors: {0}.</source>
            <translation>检测器：{0}。</translation>
        </message>
        <message>
            <source>Did you mean {0}?</source>
            <translation>您是指 {0} 吗？</translation>
        </message>
        <message>
            <source>Differences: {0}.</source>
            <translation>差异：{0}。</translation>
        </message>
        <message>
            <source>Differences: {0}. Train it again with these classes.</source>
            <translation>差异：{0}。请用这些类别重新训练它。</translation>
        </message>
        <message>
            <source>Difficult</source>
            <translation>难辨</translation>
        </message>
        <message>
            <source>Do so: dermdesk clean {0} retrain</source>
            <translation>请执行：dermdesk clean {0} retrain</translation>
        </message>
        <message>
            <source>Do so: dermdesk predict {0} --models {1} --split test</source>
            <translation>请执行：dermdesk predict {0} --models {1} --split test</translation>
        </message>
        <message>
            <source>Draw box</source>
            <translation>画病灶框</translation>
        </message>
        <message>
            <source>Drop factor</source>
            <translation>衰减系数</translation>
        </message>
        <message>
            <source>Duplicate box</source>
            <translation>复制出病灶框</translation>
        </message>
        <message>
            <source>Duplicate {0} boxes</source>
            <translation>复制出 {0} 个病灶框</translation>
        </message>
        <message>
            <source>End it first: dermdesk clean {0} end</source>
            <translation>请先结束：dermdesk clean {0} end</translation>
        </message>
        <message>
            <source>End this round, and begin one with other runs.</source>
            <translation>请结束本轮，并用其他训练开始新的一轮。</translation>
        </message>
        <message>
            <source>Epoch {0} of {1}</source>
            <translation>第 {0} / {1} 轮</translation>
        </message>
        <message>
            <source>Epochs</source>
            <translation>轮次</translation>
        </message>
        <message>
            <source>Evidence outside the boxes</source>
            <translation>证据在框外</translation>
        </message>
        <message>
            <source>Explain a CNN.</source>
            <translation>请解释一个 CNN。</translation>
        </message>
        <message>
            <source>Explain a classifier.</source>
            <translation>请解释一个分类器。</translation>
        </message>
        <message>
            <source>Export one with `dermdesk runs PROJECT export RUN FILE.zip`.</source>
            <translation>请用 `dermdesk runs PROJECT export RUN FILE.zip` 导出一个。</translation>
        </message>
        <message>
            <source>First problem, {0}: {1}</source>
            <translation>第一个问题，{0}：{1}</translation>
        </message>
        <message>
            <source>Flips</source>
            <translation>翻转</translation>
        </message>
        <message>
            <source>For this many epochs only the new last layers learn, which is faster and protects the weights training starts from. Ignored when a run starts from scratch. Paper: 0.</source>
            <translation>在这么多轮内只训练新的最后几层，速度更快，也能保护起始权重。从零训练时忽略。论文：0。</translation>
        </message>
        <message>
            <source>Free some space.</source>
            <translation>请腾出一些空间。</translation>
        </message>
        <message>
            <source>Frozen backbone first</source>
            <translation>先冻结主干网络</translation>
        </message>
        <message>
            <source>GPUs</source>
            <translation>GPU 数</translation>
        </message>
        <message>
            <source>Give a run folder or its zip file.</source>
            <translation>请给出训练文件夹或其 zip 文件。</translation>
        </message>
        <message>
            <source>Give at least one a weight above 0.</source>
            <translation>请至少给一个分类器大于 0 的权重。</translation>
        </message>
        <message>
            <source>Give every machine the same number of processes.</source>
            <translation>请给每台机器相同数量的进程。</translation>
        </message>
        <message>
            <source>Give it one.</source>
            <translation>请给它一个。</translation>
        </message>
        <message>
            <source>Give its path, or its number.</source>
            <translation>请给出其路径或编号。</translation>
        </message>
        <message>
            <source>Give photographs {0}, and put some into the training split (`dermdesk split`).</source>
            <translation>请为照片给出{0}，并将一些照片放入训练集（`dermdesk split`）。</translation>
        </message>
        <message>
            <source>Give the new class a new id.</source>
            <translation>请给新类别一个新编号。</translation>
        </message>
        <message>
            <source>Give those another class first.</source>
            <translation>请先给那些照片另一个类别。</translation>
        </message>
        <message>
            <source>Give weights to classifiers.</source>
            <translation>请为分类器设置权重。</translation>
        </message>
        <message>
            <source>Glare or white covers {0} of the photo.</source>
            <translation>反光或白色覆盖了照片的 {0}。</translation>
        </message>
        <message>
            <source>Go on with `--tta {0}`, or add `--again` to forget them and ask anew.</source>
            <translation>请用 `--tta {0}` 继续，或加 `--again` 忘记它们并重新询问。</translation>
        </message>
        <message>
            <source>Going on after {0} epochs and {1} steps</source>
            <translation>在 {0} 轮 {1} 步之后继续</translation>
        </message>
        <message>
            <source>Gradient limit</source>
            <translation>梯度上限</translation>
        </message>
        <message>
            <source>Held out for validation</source>
            <translation>留作验证</translation>
        </message>
        <message>
            <source>How many GPUs of the machine share each batch; the result stays that of the whole batch. 0 takes all there are. Without a GPU: how many processes.</source>
            <translation>由机器的多少个 GPU 分担每一批；结果与整批相同。0 表示使用全部。没有 GPU 时：进程数。</translation>
        </message>
        <message>
            <source>How often training goes through all photographs, at most. The paper trains until nothing improves: see Patience, which ends most runs earlier.</source>
            <translation>最多遍历全部照片的次数。论文训练到不再提升为止：见“耐心值”，多数训练会因此提前结束。</translation>
        </message>
        <message>
            <source>If memory ran out, choose a smaller batch or image size. Resuming goes on from the last checkpoint.</source>
            <translation>如果内存不足，请选择更小的批大小或图像尺寸。继续训练会从上一个检查点开始。</translation>
        </message>
        <message>
            <source>If memory ran out, choose a smaller batch or image size. {0}</source>
            <translation>如果内存不足，请选择更小的批大小或图像尺寸。{0}</translation>
        </message>
        <message>
            <source>If memory ran out, close other programs or predict with fewer models at once.</source>
            <translation>如果内存不足，请关闭其他程序，或一次用更少的模型预测。</translation>
        </message>
        <message>
            <source>Image size</source>
            <translation>图像尺寸</translation>
        </message>
        <message>
            <source>Import core.inference before mmcv and mmdet.</source>
            <translation>请在 mmcv 和 mmdet 之前导入 core.inference。</translation>
        </message>
        <message>
            <source>Import it again.</source>
            <translation>请重新导入。</translation>
        </message>
        <message>
            <source>Import it again: photographs that moved there are recognised by their content.</source>
            <translation>请重新导入：移动到那里的照片会按内容被识别。</translation>
        </message>
        <message>
            <source>Import some first.</source>
            <translation>请先导入照片。</translation>
        </message>
        <message>
            <source>Import them from two files.</source>
            <translation>请从两个文件分别导入。</translation>
        </message>
        <message>
            <source>Import with the format voc or auto.</source>
            <translation>请用 voc 或 auto 格式导入。</translation>
        </message>
        <message>
            <source>Is its disk connected?</source>
            <translation>其磁盘是否已连接？</translation>
        </message>
        <message>
            <source>Is its disk connected? Where its folder was moved, relink it: Project &gt; Relink folder…</source>
            <translation>其磁盘是否已连接？若其文件夹被移动，请重新链接：项目 &gt; 重新链接文件夹…</translation>
        </message>
        <message>
            <source>Is the disk with them connected?</source>
            <translation>存放它们的磁盘是否已连接？</translation>
        </message>
        <message>
            <source>Is the disk with them connected? log.txt names each with its reason.</source>
            <translation>存放它们的磁盘是否已连接？log.txt 列出了每张及其原因。</translation>
        </message>
        <message>
            <source>It could belong to any of {0}; its boxes were left out.</source>
            <translation>它可能属于 {0} 中的任意一张；其病灶框未导入。</translation>
        </message>
        <message>
            <source>It had saved no checkpoint yet: start a new training.</source>
            <translation>尚未保存检查点：请开始新的训练。</translation>
        </message>
        <message>
            <source>It has some from: {0}.</source>
            <translation>它有以下来源的预测：{0}。</translation>
        </message>
        <message>
            <source>It hasn't predicted its fold.</source>
            <translation>它尚未预测自己的折。</translation>
        </message>
        <message>
            <source>It is one of auto, cpu, cuda, cuda:0, cuda:1, …</source>
            <translation>可选 auto、cpu、cuda、cuda:0、cuda:1……</translation>
        </message>
        <message>
            <source>It knows: {0}.</source>
            <translation>它包含：{0}。</translation>
        </message>
        <message>
            <source>It needs `categories` with id and name, and `images`.</source>
            <translation>它需要带 id 和 name 的 `categories`，以及 `images`。</translation>
        </message>
        <message>
            <source>It needs one {0} with {1} beside it.</source>
            <translation>它需要一个 {0}，旁边还有 {1}。</translation>
        </message>
        <message>
            <source>It needs {0}.</source>
            <translation>它需要 {0}。</translation>
        </message>
        <message>
            <source>It reads .csv tables with a column `file` and one a class, and .json lists of COCO results.</source>
            <translation>它可读取含 `file` 列和每类一列的 .csv 表，以及 COCO 结果的 .json 列表。</translation>
        </message>
        <message>
            <source>It reads JPEG, PNG, BMP, TIFF and WebP.</source>
            <translation>可读取 JPEG、PNG、BMP、TIFF 和 WebP。</translation>
        </message>
        <message>
            <source>It was never complete: delete it.</source>
            <translation>它从未完成：请删除。</translation>
        </message>
        <message>
            <source>Its training went astray; train it again with a lower learning rate.</source>
            <translation>其训练已失控；请用更低的学习率重新训练。</translation>
        </message>
        <message>
            <source>Label or reject them first, or say that this is meant.</source>
            <translation>请先标注或排除它们，或确认这是有意的。</translation>
        </message>
        <message>
            <source>Labelled {0} ({1}), but models that were not trained on it say {2} ({3}).</source>
            <translation>标注为 {0}（{1}），但未用它训练的模型认为是 {2}（{3}）。</translation>
        </message>
        <message>
            <source>Largest change of brightness, contrast and saturation; 0.1 is ten per cent. Colour is a sign of disease, so keep it mild; the paper uses none.</source>
            <translation>亮度、对比度和饱和度的最大变化；0.1 即百分之十。颜色是病征，请保持温和；论文不使用。</translation>
        </message>
        <message>
            <source>Largest rotation</source>
            <translation>最大旋转角度</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>学习率</translation>
        </message>
        <message>
            <source>Learning rate drops every</source>
            <translation>学习率衰减间隔</translation>
        </message>
        <message>
            <source>Leave out the %.</source>
            <translation>请去掉 %。</translation>
        </message>
        <message>
            <source>Leave out the @.</source>
            <translation>请去掉 @。</translation>
        </message>
        <message>
            <source>Left out from now on where it can't be read: {0}</source>
            <translation>从现在起，在无法读取之处略过：{0}</translation>
        </message>
        <message>
            <source>Let it train for an epoch, or look into its log.txt.</source>
            <translation>请让它训练一轮，或查看其 log.txt。</translation>
        </message>
        <message>
            <source>Let it train for an epoch.</source>
            <translation>请让它训练一轮。</translation>
        </message>
        <message>
            <source>Loading threads</source>
            <translation>加载线程数</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>Longest gradient a step may take; longer ones are shortened. 0 means no limit, as in the paper. Try 10 when the loss becomes infinite.</source>
            <translation>每一步允许的最长梯度；更长的会被缩短。0 表示不限制，与论文一致。损失变为无穷大时可试 10。</translation>
        </message>
        <message>
            <source>Look at it again and repeat the edit.</source>
            <translation>请再看一遍并重做该编辑。</translation>
        </message>
        <message>
            <source>Machine</source>
            <translation>机器</translation>
        </message>
        <message>
            <source>Make it first.</source>
            <translation>请先创建它。</translation>
        </message>
        <message>
            <source>Make one with: dermdesk init {0}</source>
            <translation>请用以下命令创建：dermdesk init {0}</translation>
        </message>
        <message>
            <source>Make room, then resume the run.</source>
            <translation>请腾出空间，然后继续训练。</translation>
        </message>
        <message>
            <source>Margin for rare classes</source>
            <translation>罕见类别的间隔</translation>
        </message>
        <message>
            <source>Mark labelled</source>
            <translation>标为已标注</translation>
        </message>
        <message>
            <source>Mark new</source>
            <translation>标为新照片</translation>
        </message>
        <message>
            <source>Mark noise</source>
            <translation>标为噪声</translation>
        </message>
        <message>
            <source>Mark rejected</source>
            <translation>标为已排除</translation>
        </message>
        <message>
            <source>Mark test</source>
            <translation>划入测试集</translation>
        </message>
        <message>
            <source>Mark train</source>
            <translation>划入训练集</translation>
        </message>
        <message>
            <source>Mark val</source>
            <translation>划入验证集</translation>
        </message>
        <message>
            <source>Mark verified</source>
            <translation>标为已核验</translation>
        </message>
        <message>
            <source>Memory ran out at {0} photographs at a time: going on with {1}, in batches of {2} as before.</source>
            <translation>每次 {0} 张照片时内存不足：改为每次 {1} 张继续，批大小仍为 {2}。</translation>
        </message>
        <message>
            <source>Memory ran out: {0}</source>
            <translation>内存不足：{0}</translation>
        </message>
        <message>
            <source>Mend the metadata table, or split anew without keeping given sides.</source>
            <translation>请修正元数据表，或不保留已有划分重新划分。</translation>
        </message>
        <message>
            <source>Merge class {0} into {1}</source>
            <translation>将类别 {0} 合并到 {1}</translation>
        </message>
        <message>
            <source>Mirror photographs left to right and top to bottom, at random. Skin has no preferred side.</source>
            <translation>随机左右、上下镜像照片。皮肤没有固定的方向。</translation>
        </message>
        <message>
            <source>Model {0} has stored predictions for other classes.</source>
            <translation>模型 {0} 已存有针对其他类别的预测。</translation>
        </message>
        <message>
            <source>Models are sure of another class</source>
            <translation>模型确信是另一类别</translation>
        </message>
        <message>
            <source>Models disagree</source>
            <translation>模型意见不一</translation>
        </message>
        <message>
            <source>Momentum</source>
            <translation>动量</translation>
        </message>
        <message>
            <source>Move all photographs of a patient together.</source>
            <translation>请将同一患者的所有照片一起移动。</translation>
        </message>
        <message>
            <source>Move box</source>
            <translation>移动病灶框</translation>
        </message>
        <message>
            <source>Move class {0}</source>
            <translation>移动类别 {0}</translation>
        </message>
        <message>
            <source>Move {0} boxes</source>
            <translation>移动 {0} 个病灶框</translation>
        </message>
        <message>
            <source>Name a classifier.</source>
            <translation>请指定一个分类器。</translation>
        </message>
        <message>
            <source>Name another file, or train from scratch (`--weights none`).</source>
            <translation>请指定另一个文件，或从零训练（`--weights none`）。</translation>
        </message>
        <message>
            <source>Name fewer with --models.</source>
            <translation>请用 --models 少指定一些。</translation>
        </message>
        <message>
            <source>Name it so.</source>
            <translation>请这样命名它。</translation>
        </message>
        <message>
            <source>No backup could be made before the upgrade: {0}.</source>
            <translation>升级前无法创建备份：{0}。</translation>
        </message>
        <message>
            <source>No box drawn</source>
            <translation>没有画框</translation>
        </message>
        <message>
            <source>No box is drawn on this photo; {0} of the photos with a class have one.</source>
            <translation>这张照片上没有画框；有类别的照片中 {0} 有画框。</translation>
        </message>
        <message>
            <source>No class has the id {0}.</source>
            <translation>没有编号为 {0} 的类别。</translation>
        </message>
        <message>
            <source>No demo can be made here: {0}.</source>
            <translation>无法在此创建演示：{0}。</translation>
        </message>
        <message>
            <source>No lesion found</source>
            <translation>未检出病灶</translation>
        </message>
        <message>
            <source>No model fits the project's classes: {0}.</source>
            <translation>没有模型与项目的类别相符：{0}。</translation>
        </message>
        <message>
            <source>No predicted box here</source>
            <translation>此处没有预测框</translation>
        </message>
        <message>
            <source>No project can be made here: {0}.</source>
            <translation>无法在此创建项目：{0}。</translation>
        </message>
        <message>
            <source>No project is open.</source>
            <translation>没有打开的项目。</translation>
        </message>
        <message>
            <source>No trained model answers to {0}.</source>
            <translation>没有已训练的模型名为 {0}。</translation>
        </message>
        <message>
            <source>No training photograph can be read any more.</source>
            <translation>没有任何训练照片还能读取。</translation>
        </message>
        <message>
            <source>No training photograph has {0}.</source>
            <translation>没有训练照片带有{0}。</translation>
        </message>
        <message>
            <source>No validation photograph can be read any more.</source>
            <translation>没有任何验证照片还能读取。</translation>
        </message>
        <message>
            <source>No weights were imported for {0}.</source>
            <translation>没有为 {0} 导入权重。</translation>
        </message>
        <message>
            <source>Nobody signs.</source>
            <translation>没有签署人。</translation>
        </message>
        <message>
            <source>None of the folds of {0} is done.</source>
            <translation>{0} 的各折均未完成。</translation>
        </message>
        <message>
            <source>None of the {0} photographs is in the new folder.</source>
            <translation>{0} 张照片都不在新文件夹中。</translation>
        </message>
        <message>
            <source>None of the {0} training photographs can be used.</source>
            <translation>{0} 张训练照片都无法使用。</translation>
        </message>
        <message>
            <source>None of the {0} validation photographs can be used.</source>
            <translation>{0} 张验证照片都无法使用。</translation>
        </message>
        <message>
            <source>Not difficult</source>
            <translation>非难辨</translation>
        </message>
        <message>
            <source>Not even one photograph at a time fits into the memory.</source>
            <translation>内存连一次处理一张照片都不够。</translation>
        </message>
        <message>
            <source>Not locked</source>
            <translation>未锁定</translation>
        </message>
        <message>
            <source>Not occluded</source>
            <translation>未遮挡</translation>
        </message>
        <message>
            <source>Not predicted yet by {0}: {1}.</source>
            <translation>{0} 尚未预测：{1}。</translation>
        </message>
        <message>
            <source>Not trained again yet: {0}.</source>
            <translation>尚未重新训练：{0}。</translation>
        </message>
        <message>
            <source>Not truncated</source>
            <translation>未截断</translation>
        </message>
        <message>
            <source>Nothing improved for {0} epochs: training is done.</source>
            <translation>连续 {0} 轮没有提升：训练完成。</translation>
        </message>
        <message>
            <source>Nothing in {0} fits this project.</source>
            <translation>{0} 中没有与此项目相符的内容。</translation>
        </message>
        <message>
            <source>Nothing that models learn from has changed since the round began.</source>
            <translation>自本轮开始以来，模型学习所用的内容没有变化。</translation>
        </message>
        <message>
            <source>Occluded</source>
            <translation>遮挡</translation>
        </message>
        <message>
            <source>Of {0} classifiers there are {1} ensembles; all are made of {2} at most.</source>
            <translation>{0} 个分类器有 {1} 种集成；最多只对 {2} 个分类器列出全部集成。</translation>
        </message>
        <message>
            <source>One of the lesion boxes {0} belongs to another photograph.</source>
            <translation>病灶框 {0} 中有一个属于另一张照片。</translation>
        </message>
        <message>
            <source>Only RetinaNet's and Faster R-CNN's operations are: nms, RoIAlign and sigmoid focal loss.</source>
            <translation>仅支持 RetinaNet 和 Faster R-CNN 的运算：nms、RoIAlign 和 sigmoid focal loss。</translation>
        </message>
        <message>
            <source>Only a run that has saved its first checkpoint can predict.</source>
            <translation>只有已保存首个检查点的训练才能预测。</translation>
        </message>
        <message>
            <source>Only the backbone starts from {0}; the rest of the detector starts from scratch.</source>
            <translation>只有主干网络从 {0} 开始；检测器的其余部分从零开始。</translation>
        </message>
        <message>
            <source>Only {0} of what {1} looked at lies in the lesion boxes.</source>
            <translation>{1} 所看之处只有 {0} 位于病灶框内。</translation>
        </message>
        <message>
            <source>Open it for writing, once nobody else does.</source>
            <translation>请在无人占用后以可写方式打开。</translation>
        </message>
        <message>
            <source>Open it in the window once, which keeps a copy: dermdesk open {0}</source>
            <translation>请在窗口中打开一次（会保留副本）：dermdesk open {0}</translation>
        </message>
        <message>
            <source>Open it instead.</source>
            <translation>请改为打开它。</translation>
        </message>
        <message>
            <source>Open or create one first.</source>
            <translation>请先打开或新建一个项目。</translation>
        </message>
        <message>
            <source>Open the project it was drawn from.</source>
            <translation>请打开它所来自的项目。</translation>
        </message>
        <message>
            <source>Optimiser</source>
            <translation>优化器</translation>
        </message>
        <message>
            <source>Paste box</source>
            <translation>粘贴病灶框</translation>
        </message>
        <message>
            <source>Paste {0} boxes</source>
            <translation>粘贴 {0} 个病灶框</translation>
        </message>
        <message>
            <source>Patience</source>
            <translation>耐心值</translation>
        </message>
        <message>
            <source>Patient {0} has photographs in {1}; scores will flatter.</source>
            <translation>患者 {0} 的照片出现在 {1}；得分会偏高。</translation>
        </message>
        <message>
            <source>Patient {0} would have photographs on two sides of the split</source>
            <translation>患者 {0} 的照片会出现在划分的两侧</translation>
        </message>
        <message>
            <source>Photograph {0} was changed meanwhile, so {1} was not done.</source>
            <translation>照片 {0} 期间已被更改，因此未执行“{1}”。</translation>
        </message>
        <message>
            <source>Photographs a step of learning looks at. Paper: 64 for CNNs, 4 for detectors. If memory runs out, the batch is worked through in smaller parts by itself, and the result stays that of the whole batch.</source>
            <translation>每一步学习所看的照片数。论文：CNN 为 64，检测器为 4。内存不足时会自动分成更小的部分处理，结果与整批相同。</translation>
        </message>
        <message>
            <source>Photographs are turned by up to this angle either way. The paper rotates, but doesn't say how far.</source>
            <translation>照片会向任一方向旋转至多此角度。论文使用旋转，但未说明幅度。</translation>
        </message>
        <message>
            <source>Poor photo</source>
            <translation>照片质量差</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>Predict first: `dermdesk predict PROJECT --models NAME`.</source>
            <translation>请先预测：`dermdesk predict PROJECT --models NAME`。</translation>
        </message>
        <message>
            <source>Predict with it again first.</source>
            <translation>请先用它重新预测。</translation>
        </message>
        <message>
            <source>Predicted box, none drawn</source>
            <translation>有预测框而未画框</translation>
        </message>
        <message>
            <source>Predictions are written as .csv or .json.</source>
            <translation>预测写为 .csv 或 .json。</translation>
        </message>
        <message>
            <source>Probably another class</source>
            <translation>可能是另一类别</translation>
        </message>
        <message>
            <source>Pull of all weights towards zero, against learning by heart. The paper doesn't say; 0.0001 is customary.</source>
            <translation>将所有权重拉向零的力度，防止死记硬背。论文未说明；通常为 0.0001。</translation>
        </message>
        <message>
            <source>Reading photographs: {0} of {1}</source>
            <translation>正在读取照片：{0} / {1}</translation>
        </message>
        <message>
            <source>Reading the snapshot</source>
            <translation>正在读取快照</translation>
        </message>
        <message>
            <source>Relative paths have forward slashes and neither '.' nor '..'.</source>
            <translation>相对路径使用正斜杠，且不含“.”或“..”。</translation>
        </message>
        <message>
            <source>Remove class {0}</source>
            <translation>移除类别 {0}</translation>
        </message>
        <message>
            <source>Remove class {0} for {1}</source>
            <translation>移除类别 {0}，改为 {1}</translation>
        </message>
        <message>
            <source>Remove it.</source>
            <translation>请移除它。</translation>
        </message>
        <message>
            <source>Rename class {0} to {1}</source>
            <translation>将类别 {0} 重命名为 {1}</translation>
        </message>
        <message>
            <source>Rename it.</source>
            <translation>请重命名它。</translation>
        </message>
        <message>
            <source>Rename the file.</source>
            <translation>请重命名文件。</translation>
        </message>
        <message>
            <source>Resize box</source>
            <translation>调整病灶框大小</translation>
        </message>
        <message>
            <source>Resize {0} boxes</source>
            <translation>调整 {0} 个病灶框的大小</translation>
        </message>
        <message>
            <source>Restore it from a backup, or from the project's backups folder.</source>
            <translation>请从备份或项目的 backups 文件夹恢复。</translation>
        </message>
        <message>
            <source>Restore version{0}</source>
            <translation>恢复版本{0}</translation>
        </message>
        <message>
            <source>Resume it to go on from its last checkpoint.</source>
            <translation>点击“继续”可从上一个检查点开始。</translation>
        </message>
        <message>
            <source>Resume it.</source>
            <translation>请继续它。</translation>
        </message>
        <message>
            <source>Review: accept predicted box</source>
            <translation>复核：接受预测框</translation>
        </message>
        <message>
            <source>Review: accept {0} predicted boxes</source>
            <translation>复核：接受 {0} 个预测框</translation>
        </message>
        <message>
            <source>Review: both wrong</source>
            <translation>复核：均不对</translation>
        </message>
        <message>
            <source>Review: label right</source>
            <translation>复核：标注正确</translation>
        </message>
        <message>
            <source>Review: model right</source>
            <translation>复核：模型正确</translation>
        </message>
        <message>
            <source>Review: no lesion</source>
            <translation>复核：无病灶</translation>
        </message>
        <message>
            <source>Review: noise</source>
            <translation>复核：噪声</translation>
        </message>
        <message>
            <source>Review: unsure</source>
            <translation>复核：不确定</translation>
        </message>
        <message>
            <source>Run `dermdesk doctor`.</source>
            <translation>请运行 `dermdesk doctor`。</translation>
        </message>
        <message>
            <source>Run `dermdesk queue PROJECT run`.</source>
            <translation>请运行 `dermdesk queue PROJECT run`。</translation>
        </message>
        <message>
            <source>SLURM can't be told a folder of this name.</source>
            <translation>无法向 SLURM 给出这样名称的文件夹。</translation>
        </message>
        <message>
            <source>SLURM understands no time {0}.</source>
            <translation>SLURM 不理解时间 {0}。</translation>
        </message>
        <message>
            <source>Same photo twice</source>
            <translation>同一照片出现两次</translation>
        </message>
        <message>
            <source>Sampling</source>
            <translation>采样</translation>
        </message>
        <message>
            <source>Save a smaller copy.</source>
            <translation>请保存一份更小的副本。</translation>
        </message>
        <message>
            <source>Save it in the spreadsheet as "CSV UTF-8".</source>
            <translation>请在电子表格中另存为“CSV UTF-8”。</translation>
        </message>
        <message>
            <source>Save it with 8 or 16 bits a channel.</source>
            <translation>请以每通道 8 或 16 位保存。</translation>
        </message>
        <message>
            <source>Say where its folder is now: dermdesk relink.</source>
            <translation>请指明其文件夹现在的位置：dermdesk relink。</translation>
        </message>
        <message>
            <source>Say which of these it is: {0}.</source>
            <translation>请说明是其中哪一个：{0}。</translation>
        </message>
        <message>
            <source>Say who answers for this version.</source>
            <translation>请指明谁对此版本负责。</translation>
        </message>
        <message>
            <source>Say who will read.</source>
            <translation>请指明由谁读片。</translation>
        </message>
        <message>
            <source>Second reading: as {0} read it</source>
            <translation>第二次读片：按 {0} 的判读</translation>
        </message>
        <message>
            <source>Second reading: first right</source>
            <translation>第二次读片：第一位正确</translation>
        </message>
        <message>
            <source>Second reading: neither right</source>
            <translation>第二次读片：都不对</translation>
        </message>
        <message>
            <source>Second reading: verified, as {0} read the same</source>
            <translation>第二次读片：已核验，{0} 的判读一致</translation>
        </message>
        <message>
            <source>Second reading: verify {0} photograph</source>
            <translation>第二次读片：核验 {0} 张照片</translation>
        </message>
        <message>
            <source>See log.txt.</source>
            <translation>请查看 log.txt。</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>随机种子</translation>
        </message>
        <message>
            <source>Set class of box</source>
            <translation>设置病灶框类别</translation>
        </message>
        <message>
            <source>Set class of {0} boxes</source>
            <translation>设置 {0} 个病灶框的类别</translation>
        </message>
        <message>
            <source>Set diagnosis</source>
            <translation>设置诊断</translation>
        </message>
        <message>
            <source>Setting {0} needs a JSON value: {1}.</source>
            <translation>设置 {0} 需要 JSON 值：{1}。</translation>
        </message>
        <message>
            <source>Share of the last step kept in the next one. The paper doesn't say; 0.9 is customary.</source>
            <translation>上一步在下一步中保留的比例。论文未说明；通常为 0.9。</translation>
        </message>
        <message>
            <source>Share of the training photographs, by patient, that validation uses when the project has no validation split.</source>
            <translation>项目没有验证集时，按患者从训练照片中留作验证的比例。</translation>
        </message>
        <message>
            <source>Show each photograph a little differently each time: the four fields below. Off: only resized and normalised.</source>
            <translation>每次以略微不同的样子呈现照片：即下面四个字段。关闭：只缩放和归一化。</translation>
        </message>
        <message>
            <source>Side of the square that each photograph is resized to. Paper: 224 for CNNs, 400 for detectors. Smaller is faster and sees less.</source>
            <translation>每张照片缩放成的正方形边长。论文：CNN 为 224，检测器为 400。越小越快，看到的细节越少。</translation>
        </message>
        <message>
            <source>Size of a step of learning at the start. Paper: 0.01 for CNNs, 0.001 for detectors.</source>
            <translation>起始的学习步长。论文：CNN 为 0.01，检测器为 0.001。</translation>
        </message>
        <message>
            <source>Smallest random crop</source>
            <translation>最小随机裁剪</translation>
        </message>
        <message>
            <source>Smallest share of the photograph's area that a random crop keeps. 1 means no crop. Mild, so that the lesion stays in the picture; the paper doesn't say.</source>
            <translation>随机裁剪至少保留的照片面积比例。1 表示不裁剪。幅度温和，以使病灶留在画面中；论文未说明。</translation>
        </message>
        <message>
            <source>Start a new run.</source>
            <translation>请开始新的训练。</translation>
        </message>
        <message>
            <source>Start it with srun or torchrun as `dermdesk train --write-slurm` writes it.</source>
            <translation>请按 `dermdesk train --write-slurm` 所写，用 srun 或 torchrun 启动。</translation>
        </message>
        <message>
            <source>Start of all random choices. The same recipe, data and seed give the same weights on a CPU.</source>
            <translation>所有随机选择的起点。在 CPU 上，相同的方案、数据和种子得到相同的权重。</translation>
        </message>
        <message>
            <source>Start the run anew.</source>
            <translation>请重新开始该训练。</translation>
        </message>
        <message>
            <source>Steps over which the learning rate rises from near zero. Helps detectors trained from scratch. Paper: none.</source>
            <translation>学习率从接近零升起所用的步数。有助于从零训练的检测器。论文：无。</translation>
        </message>
        <message>
            <source>Stop it first.</source>
            <translation>请先停止它。</translation>
        </message>
        <message>
            <source>Stop it instead.</source>
            <translation>请改为停止它。</translation>
        </message>
        <message>
            <source>Take another name, or merge the two classes.</source>
            <translation>请换一个名称，或合并这两个类别。</translation>
        </message>
        <message>
            <source>Take flag away</source>
            <translation>取消旗标</translation>
        </message>
        <message>
            <source>Templates: {0}; or give a text file with one class name a line.</source>
            <translation>模板：{0}；或给出每行一个类别名称的文本文件。</translation>
        </message>
        <message>
            <source>The answers of the fold can't be read: {0}.</source>
            <translation>无法读取该折的回答：{0}。</translation>
        </message>
        <message>
            <source>The backbone isn't frozen first, since it starts from scratch and has to learn itself.</source>
            <translation>主干网络没有先冻结，因为它从零开始，需要自己学习。</translation>
        </message>
        <message>
            <source>The chart can't be saved here.</source>
            <translation>无法在此保存图表。</translation>
        </message>
        <message>
            <source>The checkpoint belongs to other data.</source>
            <translation>该检查点属于其他数据。</translation>
        </message>
        <message>
            <source>The checkpoint can't be opened: {0}</source>
            <translation>无法打开检查点：{0}</translation>
        </message>
        <message>
            <source>The checkpoint isn't the {0} with {1} classes its card describes.</source>
            <translation>该检查点不是其模型卡所描述的含 {1} 个类别的 {0}。</translation>
        </message>
        <message>
            <source>The checkpoint was damaged after it was written: {0}.</source>
            <translation>检查点在写入后损坏：{0}。</translation>
        </message>
        <message>
            <source>The class file can't be read: {0}.</source>
            <translation>无法读取类别文件：{0}。</translation>
        </message>
        <message>
            <source>The class file holds no name.</source>
            <translation>类别文件中没有名称。</translation>
        </message>
        <message>
            <source>The class {0} answers to {1} already.</source>
            <translation>类别 {0} 已有名称 {1}。</translation>
        </message>
        <message>
            <source>The class {0} has the code {1} already.</source>
            <translation>类别 {0} 已有代码 {1}。</translation>
        </message>
        <message>
            <source>The classes: {0}.</source>
            <translation>类别：{0}。</translation>
        </message>
        <message>
            <source>The classifiers are {0} sure of {1}; the label says {2}.</source>
            <translation>分类器有 {0} 的把握认为是 {1}；标注为 {2}。</translation>
        </message>
        <message>
            <source>The classifiers are {0} sure of {1}; the label says {2}. They were trained on it.</source>
            <translation>分类器有 {0} 的把握认为是 {1}；标注为 {2}。它们用这张照片训练过。</translation>
        </message>
        <message>
            <source>The classifiers say {0} ({1}), {2} says {3} ({4}).</source>
            <translation>分类器认为是 {0}（{1}），{2} 认为是 {3}（{4}）。</translation>
        </message>
        <message>
            <source>The cleaning round {0} is over.</source>
            <translation>清洗轮 {0} 已结束。</translation>
        </message>
        <message>
            <source>The cleaning round {0} is under way.</source>
            <translation>清洗轮 {0} 正在进行。</translation>
        </message>
        <message>
            <source>The device {0} isn't there: torch sees {1} GPUs.</source>
            <translation>设备 {0} 不存在：torch 看到 {1} 个 GPU。</translation>
        </message>
        <message>
            <source>The disk is full, or takes no file this large: nothing more could be saved.</source>
            <translation>磁盘已满，或不支持这么大的文件：无法再保存。</translation>
        </message>
        <message>
            <source>The disk is full; nothing was changed.</source>
            <translation>磁盘已满；未作任何更改。</translation>
        </message>
        <message>
            <source>The disk no longer lets the project be written; nothing was changed.</source>
            <translation>磁盘不再允许写入该项目；未作任何更改。</translation>
        </message>
        <message>
            <source>The disk refuses the project file: {0}.</source>
            <translation>磁盘拒绝项目文件：{0}。</translation>
        </message>
        <message>
            <source>The features can't be kept: {0}.</source>
            <translation>无法保存特征：{0}。</translation>
        </message>
        <message>
            <source>The field {0} takes {1}.</source>
            <translation>字段 {0} 需要{1}。</translation>
        </message>
        <message>
            <source>The file has changed its size since it was labelled; the labels were kept, for the old picture.</source>
            <translation>该文件自标注后大小已改变；标注为旧图保留。</translation>
        </message>
        <message>
            <source>The file holds Python objects besides tensors, so opening it could run code; it was left closed.</source>
            <translation>该文件除张量外还含 Python 对象，打开可能执行代码；因此未打开。</translation>
        </message>
        <message>
            <source>The file holds no tensors by name.</source>
            <translation>该文件不含带名称的张量。</translation>
        </message>
        <message>
            <source>The file holds no tensors.</source>
            <translation>该文件不含张量。</translation>
        </message>
        <message>
            <source>The file holds nothing of {0}.</source>
            <translation>该文件不含 {0} 的任何内容。</translation>
        </message>
        <message>
            <source>The file holds the predictions of several models.</source>
            <translation>该文件含有多个模型的预测。</translation>
        </message>
        <message>
            <source>The file's name is no valid text.</source>
            <translation>文件名不是有效的文本。</translation>
        </message>
        <message>
            <source>The file's name promises a SHA-256 that starts with {0}, but it starts with {1}.</source>
            <translation>文件名中的 SHA-256 以 {0} 开头，而实际以 {1} 开头。</translation>
        </message>
        <message>
            <source>The folder can't be read: {0}.</source>
            <translation>无法读取文件夹：{0}。</translation>
        </message>
        <message>
            <source>The folder for the predictions isn't there.</source>
            <translation>存放预测的文件夹不存在。</translation>
        </message>
        <message>
            <source>The folder holds something that is no demo; nothing was written.</source>
            <translation>该文件夹中有非演示内容；未写入任何内容。</translation>
        </message>
        <message>
            <source>The inference process can't be started: {0}.</source>
            <translation>无法启动推理进程：{0}。</translation>
        </message>
        <message>
            <source>The inference process gave no explanation.</source>
            <translation>推理进程没有给出解释。</translation>
        </message>
        <message>
            <source>The inference process gives no answer.</source>
            <translation>推理进程没有回答。</translation>
        </message>
        <message>
            <source>The inference process {0}.</source>
            <translation>推理进程{0}。</translation>
        </message>
        <message>
            <source>The lesion box {0} belongs to another photograph.</source>
            <translation>病灶框 {0} 属于另一张照片。</translation>
        </message>
        <message>
            <source>The loss became {0} in epoch {1}.</source>
            <translation>损失在第 {1} 轮变为 {0}。</translation>
        </message>
        <message>
            <source>The memory of {0} isn't enough for one photograph with {1}.</source>
            <translation>{0} 的内存不够用 {1} 处理一张照片。</translation>
        </message>
        <message>
            <source>The memory of {0} isn't enough to explain with {1}.</source>
            <translation>{0} 的内存不够用 {1} 进行解释。</translation>
        </message>
        <message>
            <source>The model can't be copied: {0}.</source>
            <translation>无法复制模型：{0}。</translation>
        </message>
        <message>
            <source>The model can't be written: {0}.</source>
            <translation>无法写入模型：{0}。</translation>
        </message>
        <message>
            <source>The model card can't be read: {0}.</source>
            <translation>无法读取模型卡：{0}。</translation>
        </message>
        <message>
            <source>The model card of {0} can't be read: {1}.</source>
            <translation>无法读取 {0} 的模型卡：{1}。</translation>
        </message>
        <message>
            <source>The model card was written by a newer DermDesk.</source>
            <translation>该模型卡由更新版本的 DermDesk 写入。</translation>
        </message>
        <message>
            <source>The model gave no answer.</source>
            <translation>模型没有给出回答。</translation>
        </message>
        <message>
            <source>The model has no card.</source>
            <translation>该模型没有模型卡。</translation>
        </message>
        <message>
            <source>The model has no checkpoint.</source>
            <translation>该模型没有检查点。</translation>
        </message>
        <message>
            <source>The model has no {0}.</source>
            <translation>该模型没有 {0}。</translation>
        </message>
        <message>
            <source>The model was exported by a newer DermDesk.</source>
            <translation>该模型由更新版本的 DermDesk 导出。</translation>
        </message>
        <message>
            <source>The model {0} answers with numbers that aren't finite.</source>
            <translation>模型 {0} 给出了非有限的数值。</translation>
        </message>
        <message>
            <source>The model {0} was trained with other classes than the project's.</source>
            <translation>模型 {0} 训练所用的类别与项目的不同。</translation>
        </message>
        <message>
            <source>The model's zip file can't be read: {0}.</source>
            <translation>无法读取模型的 zip 文件：{0}。</translation>
        </message>
        <message>
            <source>The note of this second reading is damaged.</source>
            <translation>此第二次读片的记录已损坏。</translation>
        </message>
        <message>
            <source>The number of folds is from {0} to {1}, not {2}.</source>
            <translation>折数应为 {0} 到 {1}，而不是 {2}。</translation>
        </message>
        <message>
            <source>The others are stored.</source>
            <translation>其余的已保存。</translation>
        </message>
        <message>
            <source>The photo is blurred.</source>
            <translation>照片模糊。</translation>
        </message>
        <message>
            <source>The photo is very dark.</source>
            <translation>照片很暗。</translation>
        </message>
        <message>
            <source>The photograph's file has changed since it was imported.</source>
            <translation>照片文件自导入后已改变。</translation>
        </message>
        <message>
            <source>The photographs' folder isn't there.</source>
            <translation>照片文件夹不存在。</translation>
        </message>
        <message>
            <source>The photographs' new folder isn't there.</source>
            <translation>照片的新文件夹不存在。</translation>
        </message>
        <message>
            <source>The predictions can't be read: {0}.</source>
            <translation>无法读取预测：{0}。</translation>
        </message>
        <message>
            <source>The predictions of {0} were made with the test-time option {1}, those of {2} with {3}.</source>
            <translation>{0} 的预测使用测试时选项 {1}，{2} 的使用 {3}。</translation>
        </message>
        <message>
            <source>The project already has photographs from this folder.</source>
            <translation>项目中已有来自此文件夹的照片。</translation>
        </message>
        <message>
            <source>The project file can't be made: {0}.</source>
            <translation>无法创建项目文件：{0}。</translation>
        </message>
        <message>
            <source>The project file is damaged: {0}.</source>
            <translation>项目文件已损坏：{0}。</translation>
        </message>
        <message>
            <source>The project file lost its first row.</source>
            <translation>项目文件丢失了首行。</translation>
        </message>
        <message>
            <source>The project file refuses: {0}.</source>
            <translation>项目文件拒绝：{0}。</translation>
        </message>
        <message>
            <source>The project folder can't be locked: {0}.</source>
            <translation>无法锁定项目文件夹：{0}。</translation>
        </message>
        <message>
            <source>The project folder can't be written: {0}.</source>
            <translation>无法写入项目文件夹：{0}。</translation>
        </message>
        <message>
            <source>The project has no class with the id {0}.</source>
            <translation>项目中没有编号为 {0} 的类别。</translation>
        </message>
        <message>
            <source>The project has no class {0}.</source>
            <translation>项目中没有类别 {0}。</translation>
        </message>
        <message>
            <source>The project has no cleaning round yet.</source>
            <translation>项目尚无清洗轮。</translation>
        </message>
        <message>
            <source>The project has no cleaning round {0}.</source>
            <translation>项目没有清洗轮 {0}。</translation>
        </message>
        <message>
            <source>The project has no finished run whose classes are the project's.</source>
            <translation>项目中没有类别与之相同且已完成的训练。</translation>
        </message>
        <message>
            <source>The project has no photograph with the id {0}.</source>
            <translation>项目中没有编号为 {0} 的照片。</translation>
        </message>
        <message>
            <source>The project has no photographs from this folder.</source>
            <translation>项目中没有来自此文件夹的照片。</translation>
        </message>
        <message>
            <source>The project has no photographs.</source>
            <translation>项目中没有照片。</translation>
        </message>
        <message>
            <source>The project has no reading {0}.</source>
            <translation>项目没有读片 {0}。</translation>
        </message>
        <message>
            <source>The project has no step with the id {0}.</source>
            <translation>项目中没有编号为 {0} 的步骤。</translation>
        </message>
        <message>
            <source>The project has {0} photographs called {1}.</source>
            <translation>项目中有 {0} 张名为 {1} 的照片。</translation>
        </message>
        <message>
            <source>The project is open for writing by {0}</source>
            <translation>项目正由 {0} 以可写方式打开</translation>
        </message>
        <message>
            <source>The project is open read-only, so nothing can be changed.</source>
            <translation>项目以只读方式打开，无法更改。</translation>
        </message>
        <message>
            <source>The project is open read-only.</source>
            <translation>项目以只读方式打开。</translation>
        </message>
        <message>
            <source>The project is open read-only: predictions can't be stored.</source>
            <translation>项目以只读方式打开：无法保存预测。</translation>
        </message>
        <message>
            <source>The project knows no model {0}.</source>
            <translation>项目不认识模型 {0}。</translation>
        </message>
        <message>
            <source>The project was made by an older DermDesk and must be upgraded first.</source>
            <translation>项目由旧版 DermDesk 创建，须先升级。</translation>
        </message>
        <message>
            <source>The project was written by a newer DermDesk (schema {0}, this one knows {1}).</source>
            <translation>项目由更新版本的 DermDesk 写入（结构 {0}，本版本支持 {1}）。</translation>
        </message>
        <message>
            <source>The project's list of cleaning rounds is damaged.</source>
            <translation>项目的清洗轮列表已损坏。</translation>
        </message>
        <message>
            <source>The query is nested too deeply.</source>
            <translation>查询嵌套过深。</translation>
        </message>
        <message>
            <source>The queue can't be read: {0}.</source>
            <translation>无法读取队列：{0}。</translation>
        </message>
        <message>
            <source>The queue can't be started: {0}.</source>
            <translation>无法启动队列：{0}。</translation>
        </message>
        <message>
            <source>The reading's folder can't be made: {0}.</source>
            <translation>无法创建读片文件夹：{0}。</translation>
        </message>
        <message>
            <source>The run can't be deleted: {0}.</source>
            <translation>无法删除训练：{0}。</translation>
        </message>
        <message>
            <source>The run can't go on from its checkpoint: {0} is missing.</source>
            <translation>无法从其检查点继续训练：缺少 {0}。</translation>
        </message>
        <message>
            <source>The run folder has no job.json.</source>
            <translation>训练文件夹中没有 job.json。</translation>
        </message>
        <message>
            <source>The run had {0} processes before and has {1} now: it learns as well, but random choices differ from those of an uninterrupted run.</source>
            <translation>此次训练之前有 {0} 个进程，现在有 {1} 个：学习效果相同，但随机选择与未中断的训练不同。</translation>
        </message>
        <message>
            <source>The run was aborted.</source>
            <translation>训练已被中止。</translation>
        </message>
        <message>
            <source>The run was made by a newer DermDesk.</source>
            <translation>该训练由更新版本的 DermDesk 创建。</translation>
        </message>
        <message>
            <source>The run {0} has no model yet.</source>
            <translation>训练 {0} 还没有模型。</translation>
        </message>
        <message>
            <source>The run {0} is already running.</source>
            <translation>训练 {0} 已在运行。</translation>
        </message>
        <message>
            <source>The run {0} is being trained.</source>
            <translation>训练 {0} 正在进行。</translation>
        </message>
        <message>
            <source>The run {0} is {1}: there is nothing to wait for.</source>
            <translation>训练 {0} 处于 {1} 状态：没有可等待的内容。</translation>
        </message>
        <message>
            <source>The run {0} isn't there any more, so it can't be trained again.</source>
            <translation>训练 {0} 已不存在，因此无法重新训练。</translation>
        </message>
        <message>
            <source>The run {0} started from {1}, which isn't what a run would start from today.</source>
            <translation>训练 {0} 从 {1} 开始，与现在的初始权重不同。</translation>
        </message>
        <message>
            <source>The second reader has no name.</source>
            <translation>第二位读片者没有姓名。</translation>
        </message>
        <message>
            <source>The signature can't be read: {0}.</source>
            <translation>无法读取签名：{0}。</translation>
        </message>
        <message>
            <source>The signature is damaged.</source>
            <translation>签名已损坏。</translation>
        </message>
        <message>
            <source>The signature was changed after it was given.</source>
            <translation>签名在签署后被更改。</translation>
        </message>
        <message>
            <source>The size of boxes is compared with &lt;, &lt;=, &gt; or &gt;=.</source>
            <translation>病灶框大小用 &lt;、&lt;=、&gt; 或 &gt;= 比较。</translation>
        </message>
        <message>
            <source>The snapshot beside the run isn't the one it was made for.</source>
            <translation>训练文件夹中的快照不是创建该训练时所用的快照。</translation>
        </message>
        <message>
            <source>The snapshot can't be read: {0}.</source>
            <translation>无法读取快照：{0}。</translation>
        </message>
        <message>
            <source>The snapshot can't be written: {0}.</source>
            <translation>无法写入快照：{0}。</translation>
        </message>
        <message>
            <source>The snapshot has format {0}, this DermDesk knows {1}.</source>
            <translation>快照格式为 {0}，此 DermDesk 支持 {1}。</translation>
        </message>
        <message>
            <source>The snapshot is damaged: it is no JSON.</source>
            <translation>快照已损坏：不是 JSON。</translation>
        </message>
        <message>
            <source>The snapshot is damaged: {0}.</source>
            <translation>快照已损坏：{0}。</translation>
        </message>
        <message>
            <source>The snapshot is not of the labels that this cleaning round began with.</source>
            <translation>快照与本清洗轮开始时的标注不符。</translation>
        </message>
        <message>
            <source>The snapshot was changed after it was written.</source>
            <translation>快照在写入后被更改。</translation>
        </message>
        <message>
            <source>The snapshot's digest is not that of its labels.</source>
            <translation>快照的摘要与其标注不符。</translation>
        </message>
        <message>
            <source>The stored predictions of {0} are an earlier network's, so where it looks now isn't kept beside them.</source>
            <translation>{0} 的已存预测来自较早的网络，因此不在其旁保存它现在关注的位置。</translation>
        </message>
        <message>
            <source>The stored predictions of {0} were made with the test-time option {1}, not {2}.</source>
            <translation>{0} 的已存预测使用了测试时选项 {1}，而不是 {2}。</translation>
        </message>
        <message>
            <source>The training libraries can't be loaded: {0}</source>
            <translation>无法加载训练库：{0}</translation>
        </message>
        <message>
            <source>The training process can't be started: {0}.</source>
            <translation>无法启动训练进程：{0}。</translation>
        </message>
        <message>
            <source>The training process ended with code {0}.</source>
            <translation>训练进程以代码 {0} 结束。</translation>
        </message>
        <message>
            <source>The training process gave no sign of life for {0} s.</source>
            <translation>训练进程已有 {0} 秒没有响应。</translation>
        </message>
        <message>
            <source>The training process said nothing for {0} s.</source>
            <translation>训练进程已有 {0} 秒没有输出。</translation>
        </message>
        <message>
            <source>The training process vanished.</source>
            <translation>训练进程消失了。</translation>
        </message>
        <message>
            <source>The training process was ended from outside (signal {0}).</source>
            <translation>训练进程被外部终止（信号 {0}）。</translation>
        </message>
        <message>
            <source>The two projects have other classes.</source>
            <translation>两个项目的类别不同。</translation>
        </message>
        <message>
            <source>The validation loss isn't finite after epoch {0}.</source>
            <translation>第 {0} 轮之后，验证损失不是有限值。</translation>
        </message>
        <message>
            <source>The variables that should say which process of the run this is can't be understood: {0}.</source>
            <translation>无法理解说明本进程身份的变量：{0}。</translation>
        </message>
        <message>
            <source>The version can't be written: {0}.</source>
            <translation>无法写入版本：{0}。</translation>
        </message>
        <message>
            <source>The weight {0} of {1} is no weight.</source>
            <translation>{1} 的权重 {0} 不是有效权重。</translation>
        </message>
        <message>
            <source>The weights aren't finite after epoch {0}.</source>
            <translation>第 {0} 轮之后，权重不是有限值。</translation>
        </message>
        <message>
            <source>The weights belong to another network: {0} of {1} tensors fit; not so {2}.</source>
            <translation>权重属于另一个网络：{1} 个张量中 {0} 个相符；不符的有 {2}。</translation>
        </message>
        <message>
            <source>The weights could not be read (exit code {0}).</source>
            <translation>无法读取权重（退出码 {0}）。</translation>
        </message>
        <message>
            <source>The weights file can't be read: {0}.</source>
            <translation>无法读取权重文件：{0}。</translation>
        </message>
        <message>
            <source>The weights file is damaged or cut short ({0}).</source>
            <translation>权重文件已损坏或被截断（{0}）。</translation>
        </message>
        <message>
            <source>The weights file this run should start from isn't there.</source>
            <translation>此训练应使用的起始权重文件不存在。</translation>
        </message>
        <message>
            <source>The zip file can't be read: {0}.</source>
            <translation>无法读取 zip 文件：{0}。</translation>
        </message>
        <message>
            <source>The zip file holds no model.</source>
            <translation>zip 文件中没有模型。</translation>
        </message>
        <message>
            <source>The zip file holds no {0}.</source>
            <translation>zip 文件中没有 {0}。</translation>
        </message>
        <message>
            <source>The zip file holds several models.</source>
            <translation>zip 文件中有多个模型。</translation>
        </message>
        <message>
            <source>The zip file holds {0} exported models, not one.</source>
            <translation>zip 文件中有 {0} 个导出的模型，而不是一个。</translation>
        </message>
        <message>
            <source>The zip file lacks {0}.</source>
            <translation>zip 文件缺少 {0}。</translation>
        </message>
        <message>
            <source>There are no folds {0} that can be read: {1}.</source>
            <translation>没有可读取的折 {0}：{1}。</translation>
        </message>
        <message>
            <source>There are no predictions of {0}.</source>
            <translation>没有 {0} 的预测。</translation>
        </message>
        <message>
            <source>There are none.</source>
            <translation>目前没有。</translation>
        </message>
        <message>
            <source>There are of: {0}.</source>
            <translation>已有：{0}。</translation>
        </message>
        <message>
            <source>There are: {0}.</source>
            <translation>有：{0}。</translation>
        </message>
        <message>
            <source>There are: {0}; and any torchvision classifier as {1}NAME.</source>
            <translation>有：{0}；以及任何 torchvision 分类器，写作 {1}NAME。</translation>
        </message>
        <message>
            <source>There is a project in this folder already.</source>
            <translation>此文件夹中已有项目。</translation>
        </message>
        <message>
            <source>There is a run {0} already.</source>
            <translation>已有训练 {0}。</translation>
        </message>
        <message>
            <source>There is a version {0} already.</source>
            <translation>版本 {0} 已存在。</translation>
        </message>
        <message>
            <source>There is no architecture {0}.</source>
            <translation>没有架构 {0}。</translation>
        </message>
        <message>
            <source>There is no class template {0}.</source>
            <translation>没有类别模板 {0}。</translation>
        </message>
        <message>
            <source>There is no device {0}.</source>
            <translation>没有设备 {0}。</translation>
        </message>
        <message>
            <source>There is no exported model here: it has no {0}.</source>
            <translation>这里没有导出的模型：缺少 {0}。</translation>
        </message>
        <message>
            <source>There is no field {0}. To search for the text, put it in quotes.</source>
            <translation>没有字段 {0}。若要搜索该文本，请加上引号。</translation>
        </message>
        <message>
            <source>There is no folder {0}.</source>
            <translation>没有文件夹 {0}。</translation>
        </message>
        <message>
            <source>There is no model here.</source>
            <translation>这里没有模型。</translation>
        </message>
        <message>
            <source>There is no photograph for it.</source>
            <translation>没有与之对应的照片。</translation>
        </message>
        <message>
            <source>There is no photograph in this folder.</source>
            <translation>此文件夹中没有照片。</translation>
        </message>
        <message>
            <source>There is no preset {0}.{1} It is one of {2}.</source>
            <translation>没有预设 {0}。{1} 可选 {2}。</translation>
        </message>
        <message>
            <source>There is no process {0}.</source>
            <translation>没有进程 {0}。</translation>
        </message>
        <message>
            <source>There is no run {0}.</source>
            <translation>没有训练 {0}。</translation>
        </message>
        <message>
            <source>There is no such file or folder.</source>
            <translation>没有这样的文件或文件夹。</translation>
        </message>
        <message>
            <source>There is no such folder.</source>
            <translation>没有这样的文件夹。</translation>
        </message>
        <message>
            <source>There is no such weights file.</source>
            <translation>没有这样的权重文件。</translation>
        </message>
        <message>
            <source>There is no test photograph with a class that all the runs have predicted.</source>
            <translation>没有一张带类别的测试照片被所有训练都预测过。</translation>
        </message>
        <message>
            <source>There is no version {0}.</source>
            <translation>没有版本 {0}。</translation>
        </message>
        <message>
            <source>There is no weights file at this place.</source>
            <translation>此处没有权重文件。</translation>
        </message>
        <message>
            <source>There is no {0} {1}.</source>
            <translation>没有{0} {1}。</translation>
        </message>
        <message>
            <source>There is nothing between the quotes.</source>
            <translation>引号之间没有内容。</translation>
        </message>
        <message>
            <source>There is nothing for {0} to read.</source>
            <translation>没有可供 {0} 判读的照片。</translation>
        </message>
        <message>
            <source>There is something of this name already.</source>
            <translation>已有同名的内容。</translation>
        </message>
        <message>
            <source>These were: {0}.</source>
            <translation>它们是：{0}。</translation>
        </message>
        <message>
            <source>This ( is not closed.</source>
            <translation>这个 ( 没有闭合。</translation>
        </message>
        <message>
            <source>This ) closes nothing.</source>
            <translation>这个 ) 没有对应的开括号。</translation>
        </message>
        <message>
            <source>This box is {0} times larger than boxes of {1} usually are.</source>
            <translation>此框的大小约为 {1} 的框通常大小的 {0} 倍，偏大。</translation>
        </message>
        <message>
            <source>This box is {0} times smaller than boxes of {1} usually are.</source>
            <translation>此框的大小约为 {1} 的框通常大小的 {0} 分之一，偏小。</translation>
        </message>
        <message>
            <source>This database is no DermDesk project.</source>
            <translation>此数据库不是 DermDesk 项目。</translation>
        </message>
        <message>
            <source>This folder is no DermDesk project.</source>
            <translation>此文件夹不是 DermDesk 项目。</translation>
        </message>
        <message>
            <source>This is a second reading already.</source>
            <translation>这已经是第二次读片。</translation>
        </message>
        <message>
            <source>This is nearly the same photo as {0}, which is labelled {1} and this {2}.</source>
            <translation>本照片与 {0} 几乎相同，后者标注为 {1}，本照片为 {2}。</translation>
        </message>
        <message>
            <source>This is nearly the same photo as {0}.</source>
            <translation>本照片与 {0} 几乎相同。</translation>
        </message>
        <message>
            <source>This is nearly the same photo as {0}; one is for {1}, the other for {2}.</source>
            <translation>本照片与 {0} 几乎相同；一张属于{1}，另一张属于{2}。</translation>
        </message>
        <message>
            <source>This is no COCO data set.</source>
            <translation>这不是 COCO 数据集。</translation>
        </message>
        <message>
            <source>This is no checkpoint of a DermDesk run.</source>
            <translation>这不是 DermDesk 训练的检查点。</translation>
        </message>
        <message>
            <source>This is no class table: {0}.</source>
            <translation>这不是类别表：{0}。</translation>
        </message>
        <message>
            <source>This is no cleaning round: {0}: {1}.</source>
            <translation>这不是清洗轮：{0}：{1}。</translation>
        </message>
        <message>
            <source>This is no file of predictions.</source>
            <translation>这不是预测文件。</translation>
        </message>
        <message>
            <source>This is no heat map.</source>
            <translation>这不是热力图。</translation>
        </message>
        <message>
            <source>This is no job: {0}: {1}.</source>
            <translation>这不是任务：{0}：{1}。</translation>
        </message>
        <message>
            <source>This is no model card.</source>
            <translation>这不是模型卡。</translation>
        </message>
        <message>
            <source>This is no model card: {0}: {1}.</source>
            <translation>这不是模型卡：{0}：{1}。</translation>
        </message>
        <message>
            <source>This is no record of a process: {0}: {1}.</source>
            <translation>这不是进程记录：{0}：{1}。</translation>
        </message>
        <message>
            <source>This is no result of a run: {0}: {1}.</source>
            <translation>这不是训练结果：{0}：{1}。</translation>
        </message>
        <message>
            <source>This is no second reading, or one that was never finished.</source>
            <translation>这不是第二次读片，或从未创建完成。</translation>
        </message>
        <message>
            <source>This is no weights file: neither torch's format nor safetensors.</source>
            <translation>这不是权重文件：既非 torch 格式也非 safetensors。</translation>
        </message>
        <message>
            <source>This is the same photo as {0}, which is labelled {1} and this {2}.</source>
            <translation>本照片与 {0} 相同，后者标注为 {1}，本照片为 {2}。</translation>
        </message>
        <message>
            <source>This is the same photo as {0}.</source>
            <translation>本照片与 {0} 相同。</translation>
        </message>
        <message>
            <source>This is the same photo as {0}; one is for {1}, the other for {2}.</source>
            <translation>本照片与 {0} 相同；一张属于{1}，另一张属于{2}。</translation>
        </message>
        <message>
            <source>This looks like {0}, which is labelled {1} and this {2}; their features are {3} alike.</source>
            <translation>本照片看起来像 {0}，后者标注为 {1}，本照片为 {2}；两者特征的相似度为 {3}。</translation>
        </message>
        <message>
            <source>This looks like {0}; one is for {1}, the other for {2}; their features are {3} alike.</source>
            <translation>本照片看起来像 {0}；一张属于{1}，另一张属于{2}；两者特征的相似度为 {3}。</translation>
        </message>
        <message>
            <source>This looks like {0}; their features are {1} alike.</source>
            <translation>本照片看起来像 {0}；两者特征的相似度为 {1}。</translation>
        </message>
        <message>
            <source>This machine has no device {0} that torch can use.</source>
            <translation>此机器没有 torch 可用的设备 {0}。</translation>
        </message>
        <message>
            <source>This quote is not closed.</source>
            <translation>这个引号没有闭合。</translation>
        </message>
        <message>
            <source>Threads that prepare photographs while the model learns. -1 lets the machine decide.</source>
            <translation>模型学习时准备照片的线程数。-1 由机器决定。</translation>
        </message>
        <message>
            <source>Train a model first.</source>
            <translation>请先训练一个模型。</translation>
        </message>
        <message>
            <source>Train a model first: dermdesk train {0} --model NAME</source>
            <translation>请先训练一个模型：dermdesk train {0} --model NAME</translation>
        </message>
        <message>
            <source>Train again, or resume the run.</source>
            <translation>请重新训练，或继续该训练。</translation>
        </message>
        <message>
            <source>Train also on photographs that somebody marked as noise (Skin-100-Noise against Skin-100 in the paper).</source>
            <translation>也用被标为噪声的照片训练（论文中 Skin-100-Noise 对 Skin-100）。</translation>
        </message>
        <message>
            <source>Train one again with these classes.</source>
            <translation>请用这些类别重新训练一个。</translation>
        </message>
        <message>
            <source>Train one first: `dermdesk train PROJECT --model NAME`.</source>
            <translation>请先训练一个：`dermdesk train PROJECT --model NAME`。</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Training crashed: {0}: {1}</source>
            <translation>训练崩溃：{0}：{1}</translation>
        </message>
        <message>
            <source>Training ends after this many epochs without a better validation result. 0 means it never ends early.</source>
            <translation>验证结果连续这么多轮没有提升时训练结束。0 表示从不提前结束。</translation>
        </message>
        <message>
            <source>Training from scratch, as asked: the model knows nothing yet, and needs far more photographs and epochs.</source>
            <translation>按要求从零训练：模型还一无所知，需要多得多的照片和轮次。</translation>
        </message>
        <message>
            <source>Training from scratch: no weights were imported for {0}. The model knows nothing yet and needs far more photographs and epochs. Bring some: `dermdesk weights import FILE --model {1}`.</source>
            <translation>从零训练：没有为 {0} 导入权重。模型还一无所知，需要多得多的照片和轮次。请导入：`dermdesk weights import FILE --model {1}`。</translation>
        </message>
        <message>
            <source>Truncated</source>
            <translation>截断</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>请重试。</translation>
        </message>
        <message>
            <source>Two classes answer to the name {0}.</source>
            <translation>有两个类别使用名称 {0}。</translation>
        </message>
        <message>
            <source>Two classes have the id {0}.</source>
            <translation>有两个类别的编号是 {0}。</translation>
        </message>
        <message>
            <source>Two lesion boxes of a photograph share a uid.</source>
            <translation>一张照片的两个病灶框使用了相同的 uid。</translation>
        </message>
        <message>
            <source>Undo: {0}</source>
            <translation>撤销：{0}</translation>
        </message>
        <message>
            <source>Unlock it in Annotate first.</source>
            <translation>请先在“标注”中解锁。</translation>
        </message>
        <message>
            <source>Unusual box size</source>
            <translation>框的大小异常</translation>
        </message>
        <message>
            <source>Update DermDesk.</source>
            <translation>请更新 DermDesk。</translation>
        </message>
        <message>
            <source>Update DermDesk. The project was not changed.</source>
            <translation>请更新 DermDesk。项目未被更改。</translation>
        </message>
        <message>
            <source>Use `--device cpu`, or see `dermdesk doctor`.</source>
            <translation>请用 `--device cpu`，或查看 `dermdesk doctor`。</translation>
        </message>
        <message>
            <source>Use auto, cpu, cuda or cuda:0.</source>
            <translation>请用 auto、cpu、cuda 或 cuda:0。</translation>
        </message>
        <message>
            <source>Use letters, digits, dots and hyphens.</source>
            <translation>请使用字母、数字、点和连字符。</translation>
        </message>
        <message>
            <source>Use one of {0}.</source>
            <translation>请使用 {0} 之一。</translation>
        </message>
        <message>
            <source>Use photographs marked as noise</source>
            <translation>使用标为噪声的照片</translation>
        </message>
        <message>
            <source>Validating epoch {0}</source>
            <translation>正在验证第 {0} 轮</translation>
        </message>
        <message>
            <source>Warm-up</source>
            <translation>预热</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>权重衰减</translation>
        </message>
        <message>
            <source>Weights are 0 or more; 0 leaves it out.</source>
            <translation>权重为 0 或更大；0 表示不参与。</translation>
        </message>
        <message>
            <source>Weights files end in .pth, .pt or .safetensors. A web page saved by mistake ends like this too.</source>
            <translation>权重文件以 .pth、.pt 或 .safetensors 结尾。误存的网页也可能如此结尾。</translation>
        </message>
        <message>
            <source>What the learning rate is multiplied by at each drop. Paper: 0.1; 1 keeps it constant.</source>
            <translation>每次衰减时学习率乘以的系数。论文：0.1；1 保持不变。</translation>
        </message>
        <message>
            <source>Write NAME=NUMBER, as in densenet121=2,resnet50=1.</source>
            <translation>请写 NAME=NUMBER，例如 densenet121=2,resnet50=1。</translation>
        </message>
        <message>
            <source>Write a " behind it.</source>
            <translation>请在其后加上 "。</translation>
        </message>
        <message>
            <source>Write a ) behind its end.</source>
            <translation>请在其末尾加上 )。</translation>
        </message>
        <message>
            <source>Write a field such as state:new, or a text.</source>
            <translation>请写字段（如 state:new）或文本。</translation>
        </message>
        <message>
            <source>Write it as #rrggbb, such as #0072b2.</source>
            <translation>请写成 #rrggbb，例如 #0072b2。</translation>
        </message>
        <message>
            <source>Write it as {0}:{1}</source>
            <translation>请写成 {0}:{1}</translation>
        </message>
        <message>
            <source>Write it as {0}&lt;{1}</source>
            <translation>请写成 {0}&lt;{1}</translation>
        </message>
        <message>
            <source>Write minutes, HH:MM:SS, or days as 2-12:00:00.</source>
            <translation>请写分钟数、HH:MM:SS，或天数如 2-12:00:00。</translation>
        </message>
        <message>
            <source>Write note</source>
            <translation>编写备注</translation>
        </message>
        <message>
            <source>Write one class name a line.</source>
            <translation>每行写一个类别名称。</translation>
        </message>
        <message>
            <source>`--devices all` takes all there are.</source>
            <translation>`--devices all` 使用全部。</translation>
        </message>
        <message>
            <source>`dermdesk doctor` tells why a GPU isn't seen; `--device cpu` trains without one.</source>
            <translation>`dermdesk doctor` 会说明为何看不到 GPU；`--device cpu` 可在没有 GPU 时训练。</translation>
        </message>
        <message>
            <source>`dermdesk versions PROJECT` lists them.</source>
            <translation>`dermdesk versions PROJECT` 会列出它们。</translation>
        </message>
        <message>
            <source>`torchvision.models.list_models()` names those it has.</source>
            <translation>`torchvision.models.list_models()` 列出了可用的名称。</translation>
        </message>
        <message>
            <source>a class</source>
            <translation>一个类别</translation>
        </message>
        <message>
            <source>a class, or none</source>
            <translation>一个类别，或 none</translation>
        </message>
        <message>
            <source>a flag</source>
            <translation>一个标记</translation>
        </message>
        <message>
            <source>a model</source>
            <translation>一个模型</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>一个数字</translation>
        </message>
        <message>
            <source>a number from 0 to 1, or such as 50%</source>
            <translation>一个 0 到 1 之间的数，或如 50%</translation>
        </message>
        <message>
            <source>a number from {0} to {1}</source>
            <translation>{0} 到 {1} 之间的数</translation>
        </message>
        <message>
            <source>a patient</source>
            <translation>一名患者</translation>
        </message>
        <message>
            <source>a person</source>
            <translation>一个人</translation>
        </message>
        <message>
            <source>a side of the split</source>
            <translation>划分中的一方</translation>
        </message>
        <message>
            <source>a size such as 24px or 5%</source>
            <translation>一个大小，如 24px 或 5%</translation>
        </message>
        <message>
            <source>a state</source>
            <translation>一个状态</translation>
        </message>
        <message>
            <source>a state or flag</source>
            <translation>一个状态或标记</translation>
        </message>
        <message>
            <source>a text</source>
            <translation>一段文本</translation>
        </message>
        <message>
            <source>a whole number from {0} to {1}</source>
            <translation>{0} 到 {1} 之间的整数</translation>
        </message>
        <message>
            <source>annotator</source>
            <translation>标注者</translation>
        </message>
        <message>
            <source>another program</source>
            <translation>另一个程序</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>balanced</source>
            <translation>均衡</translation>
        </message>
        <message>
            <source>balanced_accuracy</source>
            <translation>平衡准确率</translation>
        </message>
        <message>
            <source>bf16-mixed</source>
            <translation>bf16-mixed</translation>
        </message>
        <message>
            <source>class {0} is {1} in the project and {2} in the model</source>
            <translation>类别 {0} 在项目中是 {1}，在模型中是 {2}</translation>
        </message>
        <message>
            <source>epochs</source>
            <translation>轮</translation>
        </message>
        <message>
            <source>flag</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>it has no class name.</source>
            <translation>没有类别名称。</translation>
        </message>
        <message>
            <source>labelled</source>
            <translation>已标注</translation>
        </message>
        <message>
            <source>log.txt in the run folder says where. Resuming goes on from the last checkpoint.</source>
            <translation>训练文件夹中的 log.txt 说明了位置。继续训练会从上一个检查点开始。</translation>
        </message>
        <message>
            <source>mmcv's compiled operation {0} is not among those DermDesk provides.</source>
            <translation>mmcv 的编译运算 {0} 不在 DermDesk 提供之列。</translation>
        </message>
        <message>
            <source>model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>natural</source>
            <translation>自然</translation>
        </message>
        <message>
            <source>natural: each photograph once an epoch, as in the paper. balanced: rare classes are shown as often as common ones. Not for detectors: a photograph that is shown more often brings all its lesions along, common ones as well.</source>
            <translation>自然：每轮每张照片一次，与论文一致。均衡：罕见类别与常见类别出现得同样频繁。不适用于检测器：多出现一次的照片会带上其中所有病灶，常见的也在内。</translation>
        </message>
        <message>
            <source>new</source>
            <translation>新</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>噪声</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>none: each photograph counts the same, as in the paper. balanced: an error on a rare class costs more.</source>
            <translation>无：每张照片同等计算，与论文一致。均衡：罕见类别的错误代价更高。</translation>
        </message>
        <message>
            <source>on or off</source>
            <translation>开或关</translation>
        </message>
        <message>
            <source>one of {0}</source>
            <translation>{0} 之一</translation>
        </message>
        <message>
            <source>photos</source>
            <translation>张照片</translation>
        </message>
        <message>
            <source>rejected</source>
            <translation>已排除</translation>
        </message>
        <message>
            <source>side</source>
            <translation>划分</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>步</translation>
        </message>
        <message>
            <source>test</source>
            <translation>测试集</translation>
        </message>
        <message>
            <source>the model doesn't know {0}</source>
            <translation>模型不认识 {0}</translation>
        </message>
        <message>
            <source>the project no longer has {0}</source>
            <translation>项目中已没有 {0}</translation>
        </message>
        <message>
            <source>the test photographs</source>
            <translation>测试照片</translation>
        </message>
        <message>
            <source>torchvision has no classifier {0}.</source>
            <translation>torchvision 没有分类器 {0}。</translation>
        </message>
        <message>
            <source>train</source>
            <translation>训练集</translation>
        </message>
        <message>
            <source>val</source>
            <translation>验证集</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>已核验</translation>
        </message>
        <message>
            <source>weighted_accuracy</source>
            <translation>加权准确率</translation>
        </message>
        <message>
            <source>weighted_accuracy: the epoch that is right most often is kept, as in the paper. balanced_accuracy: the one that is right most often in the mean of all classes, rare ones included.</source>
            <translation>加权准确率：保留判对次数最多的一轮，与论文一致。平衡准确率：保留各类别（含罕见类别）平均判对率最高的一轮。</translation>
        </message>
        <message>
            <source>{0} ({1}) can't be {2}: it is {3}.</source>
            <translation>{0}（{1}）不能是 {2}：应为{3}。</translation>
        </message>
        <message>
            <source>{0} GPUs are asked for: torch sees {1} on this machine.</source>
            <translation>要求 {0} 个 GPU：torch 在此机器上看到 {1} 个。</translation>
        </message>
        <message>
            <source>{0} XML files have no photograph beside them, the first is {1}; if they are annotations, name their folder as the folder of boxes.</source>
            <translation>{0} 个 XML 文件旁没有照片，第一个是 {1}；若它们是标注，请将其文件夹指定为病灶框文件夹。</translation>
        </message>
        <message>
            <source>{0} and {1} are one run with two weights.</source>
            <translation>{0} 和 {1} 是同一个训练，却有两个权重。</translation>
        </message>
        <message>
            <source>{0} can't be compared with {1}.</source>
            <translation>{0} 不能与 {1} 比较。</translation>
        </message>
        <message>
            <source>{0} can't be read and is left out: {1}</source>
            <translation>无法读取 {0}，已略过：{1}</translation>
        </message>
        <message>
            <source>{0} can't be read: {1}.</source>
            <translation>无法读取 {0}：{1}。</translation>
        </message>
        <message>
            <source>{0} can't be shown: {1}.</source>
            <translation>无法显示 {0}：{1}。</translation>
        </message>
        <message>
            <source>{0} can't be written: {1}.</source>
            <translation>无法写入 {0}：{1}。</translation>
        </message>
        <message>
            <source>{0} can't be {1}: it is a whole number from {2} to {3}.</source>
            <translation>{0} 不能是 {1}：应为 {2} 到 {3} 之间的整数。</translation>
        </message>
        <message>
            <source>{0} defines its own XML entities, which no annotation needs; it was not opened.</source>
            <translation>{0} 定义了自己的 XML 实体，标注并不需要；因此未打开。</translation>
        </message>
        <message>
            <source>{0} does {1}, not {2}.</source>
            <translation>{0} 执行{1}，而不是{2}。</translation>
        </message>
        <message>
            <source>{0} draws this box elsewhere: the two overlap by {1}, usually by {2}.</source>
            <translation>{0} 将此框画在别处：两者重叠 {1}，通常为 {2}。</translation>
        </message>
        <message>
            <source>{0} finds no lesion on this photo.</source>
            <translation>{0} 在此照片上未检出病灶。</translation>
        </message>
        <message>
            <source>{0} folds need at least {1} patients; there are {2}.</source>
            <translation>{0} 折至少需要 {1} 位患者；现有 {2} 位。</translation>
        </message>
        <message>
            <source>{0} gives no features of photographs in this way.</source>
            <translation>{0} 不能以这种方式给出照片特征。</translation>
        </message>
        <message>
            <source>{0} has 32 bits a channel, which is no photograph.</source>
            <translation>{0} 每通道 32 位，不是照片。</translation>
        </message>
        <message>
            <source>{0} has a weight, but is not judged here.</source>
            <translation>{0} 有权重，但不在此处评判。</translation>
        </message>
        <message>
            <source>{0} has no bndbox.</source>
            <translation>{0} 没有 bndbox。</translation>
        </message>
        <message>
            <source>{0} has no column that names the photographs.</source>
            <translation>{0} 没有指明照片的列。</translation>
        </message>
        <message>
            <source>{0} has no column {1}.</source>
            <translation>{0} 没有列 {1}。</translation>
        </message>
        <message>
            <source>{0} has no convolutional feature map to explain.</source>
            <translation>{0} 没有可供解释的卷积特征图。</translation>
        </message>
        <message>
            <source>{0} has no pixels.</source>
            <translation>{0} 没有像素。</translation>
        </message>
        <message>
            <source>{0} has the class {1}, which isn't in the class table.</source>
            <translation>{0} 的类别 {1} 不在类别表中。</translation>
        </message>
        <message>
            <source>{0} has two weights.</source>
            <translation>{0} 有两个权重。</translation>
        </message>
        <message>
            <source>{0} has {1} GiB; the limit is {2} GiB.</source>
            <translation>{0} 有 {1} GiB；上限为 {2} GiB。</translation>
        </message>
        <message>
            <source>{0} has {1} x {2} pixels; the limit is {3} million.</source>
            <translation>{0} 有 {1} x {2} 像素；上限为 {3} 百万像素。</translation>
        </message>
        <message>
            <source>{0} holds no predictions.</source>
            <translation>{0} 中没有预测。</translation>
        </message>
        <message>
            <source>{0} holds probabilities and boxes of the same model.</source>
            <translation>{0} 含有同一模型的概率和框。</translation>
        </message>
        <message>
            <source>{0} holds {1}, which XML can't.</source>
            <translation>{0} 含有 {1}，XML 无法表示。</translation>
        </message>
        <message>
            <source>{0} in the zip file is too large to be a model's.</source>
            <translation>zip 文件中的 {0} 太大，不可能属于模型。</translation>
        </message>
        <message>
            <source>{0} is a detector and has no part in EnsembleNet.</source>
            <translation>{0} 是检测器，不参与 EnsembleNet。</translation>
        </message>
        <message>
            <source>{0} is a detector.</source>
            <translation>{0} 是检测器。</translation>
        </message>
        <message>
            <source>{0} is a detector: its boxes already say where it looks.</source>
            <translation>{0} 是检测器：其框已说明它关注的位置。</translation>
        </message>
        <message>
            <source>{0} is a run of this project.</source>
            <translation>{0} 是此项目的一个训练。</translation>
        </message>
        <message>
            <source>{0} is being trained.</source>
            <translation>{0} 正在训练。</translation>
        </message>
        <message>
            <source>{0} is cut short: the end of the picture is missing.</source>
            <translation>{0} 被截断：缺少图像末尾。</translation>
        </message>
        <message>
            <source>{0} is damaged: {1}.</source>
            <translation>{0} 已损坏：{1}。</translation>
        </message>
        <message>
            <source>{0} is empty.</source>
            <translation>{0} 为空。</translation>
        </message>
        <message>
            <source>{0} is larger than {1} MiB.</source>
            <translation>{0} 大于 {1} MiB。</translation>
        </message>
        <message>
            <source>{0} is missing.</source>
            <translation>缺少 {0}。</translation>
        </message>
        <message>
            <source>{0} is no CSV: {1}, line {2}.</source>
            <translation>{0} 不是 CSV：{1}，第 {2} 行。</translation>
        </message>
        <message>
            <source>{0} is no Pascal VOC: it begins with &lt;{1}&gt;.</source>
            <translation>{0} 不是 Pascal VOC：它以 &lt;{1}&gt; 开头。</translation>
        </message>
        <message>
            <source>{0} is no XML: {1}.</source>
            <translation>{0} 不是 XML：{1}。</translation>
        </message>
        <message>
            <source>{0} is no classifier.</source>
            <translation>{0} 不是分类器。</translation>
        </message>
        <message>
            <source>{0} is no colour.</source>
            <translation>{0} 不是颜色。</translation>
        </message>
        <message>
            <source>{0} is no detector.</source>
            <translation>{0} 不是检测器。</translation>
        </message>
        <message>
            <source>{0} is no file.</source>
            <translation>{0} 不是文件。</translation>
        </message>
        <message>
            <source>{0} is no finished training that a round can be compared with.</source>
            <translation>{0} 不是可用于对比的已完成训练。</translation>
        </message>
        <message>
            <source>{0} is no list.</source>
            <translation>{0} 不是列表。</translation>
        </message>
        <message>
            <source>{0} is no name for a model.</source>
            <translation>{0} 不能用作模型名称。</translation>
        </message>
        <message>
            <source>{0} is no name for a version.</source>
            <translation>{0} 不能作为版本名称。</translation>
        </message>
        <message>
            <source>{0} is no photograph DermDesk can read.</source>
            <translation>{0} 不是 DermDesk 能读取的照片。</translation>
        </message>
        <message>
            <source>{0} is no place below the photographs' folder.</source>
            <translation>{0} 不是照片文件夹之下的位置。</translation>
        </message>
        <message>
            <source>{0} is no precision.</source>
            <translation>{0} 不是精度。</translation>
        </message>
        <message>
            <source>{0} is no share.</source>
            <translation>{0} 不是比例。</translation>
        </message>
        <message>
            <source>{0} is no test-time option.</source>
            <translation>{0} 不是测试时选项。</translation>
        </message>
        <message>
            <source>{0} is no weight.</source>
            <translation>{0} 不是权重。</translation>
        </message>
        <message>
            <source>{0} is not UTF-8.</source>
            <translation>{0} 不是 UTF-8。</translation>
        </message>
        <message>
            <source>{0} is one GPU, and {1} are asked for.</source>
            <translation>{0} 是一个 GPU，而要求的是 {1} 个。</translation>
        </message>
        <message>
            <source>{0} is {1} sure of a lesion where no box is drawn.</source>
            <translation>{0} 有 {1} 的把握认为未画框处有病灶。</translation>
        </message>
        <message>
            <source>{0} is {1} sure that this lesion is {2}; the label says {3}.</source>
            <translation>{0} 有 {1} 的把握认为此病灶是 {2}；标注为 {3}。</translation>
        </message>
        <message>
            <source>{0} isn't asked of a model.</source>
            <translation>{0} 不能向模型询问。</translation>
        </message>
        <message>
            <source>{0} isn't in the queue.</source>
            <translation>{0} 不在队列中。</translation>
        </message>
        <message>
            <source>{0} isn't the file that was exported.</source>
            <translation>{0} 不是导出的那个文件。</translation>
        </message>
        <message>
            <source>{0} isn't what DermDesk writes.</source>
            <translation>{0} 不是 DermDesk 写入的内容。</translation>
        </message>
        <message>
            <source>{0} knows no class {1}.</source>
            <translation>{0} 没有类别 {1}。</translation>
        </message>
        <message>
            <source>{0} names no device.</source>
            <translation>{0} 没有指明设备。</translation>
        </message>
        <message>
            <source>{0} of the photographs</source>
            <translation>{0} 张照片</translation>
        </message>
        <message>
            <source>{0} of {1} is {2}, no number.</source>
            <translation>{1} 的 {0} 是 {2}，不是数字。</translation>
        </message>
        <message>
            <source>{0} of {1} photographs are unlabelled.</source>
            <translation>{1} 张照片中有 {0} 张未标注。</translation>
        </message>
        <message>
            <source>{0} of {1} photographs have no row, such as {2}: their patients and splits are unknown.</source>
            <translation>{1} 张照片中有 {0} 张没有对应的行，例如 {2}：其患者和划分未知。</translation>
        </message>
        <message>
            <source>{0} patients have photographs on two sides, such as {1} on {2}.</source>
            <translation>{0} 位患者的照片出现在两侧，例如 {1} 出现在 {2}。</translation>
        </message>
        <message>
            <source>{0} photographs can't be read; save it as JPEG.</source>
            <translation>无法读取 {0} 照片；请另存为 JPEG。</translation>
        </message>
        <message>
            <source>{0} predictions could not be stored: {1}</source>
            <translation>{0} 个预测无法保存：{1}</translation>
        </message>
        <message>
            <source>{0} predictions failed: {1}{2}</source>
            <translation>{0} 个预测失败：{1}{2}</translation>
        </message>
        <message>
            <source>{0} processes can't be spread evenly over machines with {1} each.</source>
            <translation>{0} 个进程无法平均分配到每台 {1} 个的机器上。</translation>
        </message>
        <message>
            <source>{0} sees no lesion in this box, though it finds some elsewhere on the photo.</source>
            <translation>{0} 在此框内未见病灶，但在照片别处有检出。</translation>
        </message>
        <message>
            <source>{0} started on {1}</source>
            <translation>{0} 已在 {1} 上开始</translation>
        </message>
        <message>
            <source>{0} takes {1}, and {2} is none.</source>
            <translation>{0} 需要 {1}，而 {2} 不是。</translation>
        </message>
        <message>
            <source>{0} test photographs of the round's beginning are on another side now: a model would learn what it is tested on.</source>
            <translation>本轮开始时的 {0} 张测试照片现在位于另一划分：模型会学到测试内容。</translation>
        </message>
        <message>
            <source>{0} vanished {1} times and is left out.</source>
            <translation>{0} 消失了 {1} 次，已略过。</translation>
        </message>
        <message>
            <source>{0} was changed after the snapshot was taken.</source>
            <translation>{0} 在快照之后被更改。</translation>
        </message>
        <message>
            <source>{0} was imported before DermDesk could provide it.</source>
            <translation>{0} 在 DermDesk 提供它之前已被导入。</translation>
        </message>
        <message>
            <source>{0} was not evaluated.</source>
            <translation>{0} 未被评估。</translation>
        </message>
        <message>
            <source>{0} was predicted with --tta {1}, and answers made in different ways aren't mixed.</source>
            <translation>{0} 是用 --tta {1} 预测的，不同方式得到的回答不会混在一起。</translation>
        </message>
        <message>
            <source>{0} wasn't asked about its own photographs.</source>
            <translation>未向 {0} 询问它自己的照片。</translation>
        </message>
    </context>
    <context>
        <name>count</name>
        <message numerus="yes">
            <source>%Ln boxes</source>
            <translation>
                <numerusform>%Ln 个病灶框</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln classes</source>
            <translation>
                <numerusform>%Ln 个类别</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln conflicts</source>
            <translation>
                <numerusform>%Ln 处分歧</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln epochs</source>
            <translation>
                <numerusform>%Ln 轮</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln models</source>
            <translation>
                <numerusform>%Ln 个模型</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients</source>
            <translation>
                <numerusform>%Ln 位患者</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs</source>
            <translation>
                <numerusform>%Ln 张照片</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photos</source>
            <translation>
                <numerusform>%Ln 张照片</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems</source>
            <translation>
                <numerusform>%Ln 个问题</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln runs</source>
            <translation>
                <numerusform>%Ln 个训练任务</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln steps</source>
            <translation>
                <numerusform>%Ln 步</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>wording</name>
        <message>
            <source>d MMM yyyy, HH:mm</source>
            <translation>yyyy年M月d日 HH:mm</translation>
        </message>
        <message>
            <source>{0} h {1} min</source>
            <translation>{0} 小时 {1} 分</translation>
        </message>
        <message>
            <source>{0} min</source>
            <translation>{0} 分钟</translation>
        </message>
        <message>
            <source>{0} s</source>
            <translation>{0} 秒</translation>
        </message>
    </context>
</TS>
